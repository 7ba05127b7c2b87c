package io.sallyport.crypto.rewrap;

import io.sallyport.contract.vault.Rewrap;
import jakarta.batch.api.AbstractBatchlet;
import jakarta.batch.api.BatchProperty;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.UUID;

/**
 * The job's one step. Where it is stands in the database with each record it moved, not in the job
 * repository: killed at any point, the next job goes on after the last record that was committed.
 */
@Named("rewrapBatchlet")
@Dependent
public class RewrapBatchlet extends AbstractBatchlet {
  @Inject
  @BatchProperty(name = "run")
  private String run;

  @Inject
  @BatchProperty(name = "fromKid")
  private String fromKid;

  @Inject
  @BatchProperty(name = "mode")
  private String mode;

  @Inject
  @BatchProperty(name = "perSecond")
  private String perSecond;

  @Inject private RewrapRunner runner;

  private volatile boolean stopped;

  @Override
  public String process() throws InterruptedException {
    Rewrap rewrap =
        new Rewrap(
            UUID.fromString(run), fromKid, Rewrap.Mode.valueOf(mode), Integer.parseInt(perSecond));
    return runner.work(rewrap, () -> stopped);
  }

  @Override
  public void stop() {
    stopped = true;
  }
}
