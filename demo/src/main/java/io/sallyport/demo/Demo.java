package io.sallyport.demo;

import io.sallyport.demo.part.Part;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** {@code mvn -Pdemo}: starts everything, says where to go, and runs until Ctrl-C. */
public final class Demo {
  private Demo() {}

  /** Takes one argument: the build directory with the parts to start. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Instant begin = Instant.now();
    DemoSettings settings = DemoSettings.in(Path.of(arguments[0]));
    say("Starting Sallyport. Keys, data and logs: " + settings.state());
    RunningDemo demo;
    try {
      demo = RunningDemo.start(settings, Demo::say);
    } catch (StartRefused e) {
      System.err.println("\nSallyport did not start. " + e.getMessage() + "\n");
      System.exit(1);
      return;
    }
    System.out.println(welcome(demo, settings, Duration.between(begin, Instant.now()).toSeconds()));
    Part ended = demo.awaitFirstEnd(Demo::say);
    System.err.println("The " + ended.name() + " ended by itself; stopping the rest.");
    System.exit(1);
  }

  private static void say(String line) {
    System.out.println("[sallyport] " + line);
  }

  private static String welcome(RunningDemo demo, DemoSettings settings, long seconds) {
    DemoFacts facts = demo.facts();
    DemoFacts.SampleAccount sample = facts.sampleAccount();
    return """

        Sallyport is ready, after %d s.

          Portal      %s
          Trust       import this development CA into your browser, then open the portal:
                      %s
          AWS         a sandbox, at %s
                      its console, to create the role in:
                      %s
          Sample      account %s, console code %s
                      the role that the portal's template makes: %s
                      one with a mistake, to try:                %s
          On-premise  a second account, 430000000043; add a node in the portal, and run this, which asks for its code:
                      %s
          Keys        the root's fingerprint, to compare with the page Keys:
                      %s
          AWS tools   for them to trust the portal:
                      export AWS_CA_BUNDLE=%s
          Custodians  %s
                      certificates and shares are in %s; the README says how to unseal with two of them
          Staff       %s
          Facts       %s

        Ctrl-C stops everything. The data is kept for the next start; "mvn clean" forgets it.
        """
        .formatted(
            seconds,
            facts.portal(),
            facts.certificateAuthority(),
            facts.sandbox().endpoint(),
            facts.sandbox().console(),
            sample.accountId(),
            sample.consoleCode(),
            sample.roleToCreate(),
            sample.unsafeRole(),
            demo.onPremiseNode().enrolment(),
            facts.rootFingerprint(),
            facts.certificateAuthority(),
            joining(facts.invitations()),
            facts.keys() + "/custodian-*",
            joining(facts.staff()),
            settings.facts());
  }

  private static String joining(List<String> links) {
    return links.isEmpty()
        ? "have joined already: sign in with their passkeys"
        : "join, once each, at\n              " + String.join("\n              ", links);
  }
}
