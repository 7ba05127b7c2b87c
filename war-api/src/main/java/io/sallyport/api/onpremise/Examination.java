package io.sallyport.api.onpremise;

import io.sallyport.api.operation.SdkOperations;
import io.sallyport.contract.connection.CheckOutcome;
import io.sallyport.contract.error.AwsError;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.contract.identity.PersonId;
import io.sallyport.contract.onpremise.NodeOrder;
import io.sallyport.contract.onpremise.NodeState;
import io.sallyport.contract.onpremise.RehearsalAnswer;
import io.sallyport.contract.request.AllowList;
import io.sallyport.contract.request.AllowedOperation;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.Config;
import software.amazon.awssdk.regions.Region;

/**
 * Tells whoever examines this node on its machine what the machine's role is allowed, which only
 * the running node can try: by its trust, its TLS and its credentials. Asked by a file in the
 * trail's folder, which is its owner's alone, with an id in it; answered by another one. AWS is
 * asked, as for any order, between two entries of the trail.
 */
@ApplicationScoped
public class Examination {
  /** The file by which it is asked for. */
  public static final String WANTED = "examine";

  /** The file with what was found: JSON with {@code id} and {@code findings}. */
  public static final String FOUND = "examination.json";

  private static final Logger LOG = Logger.getLogger(Examination.class.getName());
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final int LONGEST_ID = 64;
  private static final Work.Origin BY = new Work.Origin("bin/doctor", Map.of());

  private final AllowList allowList = AllowList.ofThisRelease();

  @Inject private Config config;
  @Inject private OwnRules rules;
  @Inject private Work work;

  private ScheduledExecutorService timer;

  /** Begins to look whether it is asked for. */
  void begin() {
    // The server's own, by which it lends its libraries to the application's threads.
    ClassLoader own = Thread.currentThread().getContextClassLoader();
    timer =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "examination");
              thread.setDaemon(true);
              thread.setContextClassLoader(own);
              return thread;
            });
    Path folder = Path.of(config.getValue("sallyport.onprem.trail", String.class));
    timer.scheduleWithFixedDelay(
        () -> look(folder), LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Whatever happens: a timer forgets what has failed once. */
  private void look(Path folder) {
    Path wanted = folder.resolve(WANTED);
    if (!Files.exists(wanted)) {
      return;
    }
    try {
      String id = asked(wanted);
      if (id.length() <= LONGEST_ID) {
        Path unfinished = folder.resolve(FOUND + ".new");
        Files.writeString(
            unfinished,
            Json.createObjectBuilder().add("id", id).add("findings", found()).build().toString());
        Files.move(unfinished, folder.resolve(FOUND), StandardCopyOption.ATOMIC_MOVE);
      }
    } catch (IOException | RuntimeException | Error e) {
      LOG.log(Level.WARNING, "What bin/doctor asked for cannot be found out", e);
    }
  }

  /** Once, whether it can be read or not. */
  private static String asked(Path wanted) throws IOException {
    try {
      return Files.readString(wanted).strip();
    } finally {
      Files.delete(wanted);
    }
  }

  private JsonArrayBuilder found() {
    JsonArrayBuilder findings = Json.createArrayBuilder();
    if (rules.regions().isEmpty() || rules.operations().isEmpty()) {
      return findings.add(
          finding(
              "rules",
              false,
              "nothing is allowed: set sallyport.onprem.operations and sallyport.onprem.regions."));
    }
    String region = rules.regions().get(0);
    String account = account(region);
    if (account == null) {
      return findings.add(
          finding(
              "role",
              false,
              "AWS does not tell whose this machine is: give it a role (instance profile, IRSA or ECS"
                  + " task role), and let it open TCP connections to AWS on port 443."));
    }
    findings.add(finding("role", true, "of account " + account));
    for (String each : rules.operations()) {
      AllowedOperation operation =
          allowList.find(
              each.substring(0, each.indexOf('.')), each.substring(each.indexOf('.') + 1));
      if (SdkOperations.isRehearsed(operation, Region.of(region))) {
        findings.add(permission(operation, region));
      }
    }
    return findings;
  }

  private String account(String region) {
    return ((NodeState)
            work.done(NodeOrder.state(UUID.randomUUID(), PersonId.NODE.value(), region), BY))
        .account();
  }

  private JsonObjectBuilder permission(AllowedOperation operation, String region) {
    String name = operation.service() + "." + operation.name() + ": ";
    try {
      RehearsalAnswer answer =
          (RehearsalAnswer)
              work.done(
                  NodeOrder.rehearsal(
                      UUID.randomUUID(),
                      PersonId.NODE.value(),
                      operation.service(),
                      operation.name(),
                      region),
                  BY);
      CheckOutcome outcome = answer.outcome();
      return finding(
          "permission", outcome.passed(), name + outcome.sentence() + said(answer.aws()));
    } catch (ProblemException e) {
      return finding("permission", false, name + e.problem().detail());
    }
  }

  private static String said(AwsError aws) {
    return aws == null ? "" : " (AWS said " + aws.code() + ")";
  }

  private static JsonObjectBuilder finding(String what, boolean good, String sentence) {
    return Json.createObjectBuilder().add("what", what).add("good", good).add("sentence", sentence);
  }

  @PreDestroy
  void close() {
    if (timer != null) {
      timer.shutdownNow();
    }
  }
}
