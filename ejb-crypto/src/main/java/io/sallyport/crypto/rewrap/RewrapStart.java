package io.sallyport.crypto.rewrap;

import io.sallyport.contract.node.NodeKind;
import io.sallyport.contract.vault.Rewrap;
import io.sallyport.crypto.opening.Rewrapper;
import jakarta.batch.operations.JobOperator;
import jakarta.batch.runtime.BatchRuntime;
import jakarta.batch.runtime.BatchStatus;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Looks every few seconds for a rewrap that waits for a node, while this node is unsealed. */
@Singleton
@Startup
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class RewrapStart {
  private static final Logger LOG = Logger.getLogger(RewrapStart.class.getName());
  private static final String JOB = "rewrap";
  private static final Set<BatchStatus> ACTIVE =
      Set.of(BatchStatus.STARTING, BatchStatus.STARTED, BatchStatus.STOPPING);

  @Inject
  @ConfigProperty(name = NodeKind.PROPERTY)
  private String kind;

  @Inject private Rewrapper rewrapper;
  @Inject private RewrapRunner runner;

  private final AtomicBoolean looking = new AtomicBoolean();
  private volatile long execution = -1;

  @Schedule(hour = "*", minute = "*", second = "*/3", persistent = false)
  void look() {
    if (NodeKind.of(kind) != NodeKind.DECRYPT
        || !rewrapper.isAble()
        || !looking.compareAndSet(false, true)) {
      return;
    }
    try {
      JobOperator jobs = BatchRuntime.getJobOperator();
      if (execution >= 0 && ACTIVE.contains(jobs.getJobExecution(execution).getBatchStatus())) {
        return;
      }
      Optional<Rewrap> claimed = runner.claim();
      if (claimed.isPresent()) {
        execution = jobs.start(JOB, parameters(claimed.get()));
      }
    } catch (RuntimeException e) {
      // The database may be away: the next look finds it.
      LOG.log(Level.WARNING, "No rewrap can be looked for now: " + e.getMessage());
    } finally {
      looking.set(false);
    }
  }

  private static Properties parameters(Rewrap rewrap) {
    Properties parameters = new Properties();
    parameters.setProperty("run", rewrap.run().toString());
    parameters.setProperty("fromKid", rewrap.fromKid());
    parameters.setProperty("mode", rewrap.mode().name());
    parameters.setProperty("perSecond", Integer.toString(rewrap.perSecond()));
    return parameters;
  }
}
