package io.sallyport.onprem;

import io.sallyport.api.onpremise.Examination;
import io.sallyport.api.onpremise.TrailFile;
import io.sallyport.api.order.OwnWish;
import io.sallyport.contract.onpremise.Gates;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Examines an installed node: one line for each finding, and how to mend what is wrong. */
final class Doctor {
  private static final int CONNECT_MILLIS = 3_000;

  private final NodeFolder folder;
  private final PrintStream out;
  private static final String USUAL_PORT = "9443";
  private static final String ANY = "*";
  private static final Duration LONGEST_EXAMINATION = Duration.ofMinutes(3);
  private static final long PAUSE_MILLIS = 500;
  private static final int HTTPS = 443;
  private static final long MEBIBYTE = 1024L * 1024;

  /** What the portal says of a certificate that is none of the node's any more. */
  private static final Set<String> GONE =
      Set.of("SP-ENROLMENT-REFUSED", "SP-NODE-REVOKED", "SP-NODE-NOT-ENROLLED", "SP-NODE-UNKNOWN");

  /** Three weeks of ten thousand requests a day. */
  private static final long LEAST_ROOM = 256;

  private final Duration tolerated;
  private boolean well = true;

  Doctor(NodeFolder folder, PrintStream out, Duration tolerated) {
    this.folder = folder;
    this.out = out;
    this.tolerated = tolerated;
  }

  /** Whether all is well. */
  boolean examine(Path authority) throws IOException, InterruptedException {
    Map<String, String> settings;
    Path trail;
    try {
      folder.settings();
      settings = folder.allSettings();
      good("enrolled", "as node " + settings.get(NodeFolder.NODE));
      trail = folder.trail(settings);
    } catch (Stopped e) {
      bad("enrolled", e.getMessage());
      return false;
    }
    certificate(settings);
    URI portal = URI.create(settings.get(NodeFolder.PORTAL));
    if (name(portal)) {
      clock(portal, authority);
      standing(portal, authority, settings);
    }
    boolean runs =
        endpoint(
            settings.getOrDefault(NodeFolder.HOST, ANY),
            Integer.parseInt(settings.getOrDefault(NodeFolder.PORT, USUAL_PORT)));
    if (Boolean.parseBoolean(settings.get(NodeFolder.DIAL))) {
      gates(settings);
    }
    trail(trail);
    room(Files.isDirectory(trail) ? trail : folder.server());
    if (runs) {
      try {
        account(trail);
      } catch (IOException e) {
        bad("role", "the node cannot be asked (" + e + "): run this as the user that it runs as.");
      }
    } else {
      out.println("The machine's role and what it is allowed, a running node can be asked about.");
    }
    return well;
  }

  /** What only the node can try: it is asked by a file, and answers by another. */
  private void account(Path trail) throws IOException, InterruptedException {
    String id = UUID.randomUUID().toString();
    Path found = trail.resolve(Examination.FOUND);
    Path wanted = trail.resolve(Examination.WANTED);
    ask(trail, wanted, id);
    try {
      Instant end = Instant.now().plus(LONGEST_EXAMINATION);
      Optional<JsonObject> answer = Optional.empty();
      while (answer.isEmpty() && Instant.now().isBefore(end)) {
        Thread.sleep(PAUSE_MILLIS);
        answer = read(found).filter(each -> each.getString("id", "").equals(id));
      }
      if (answer.isEmpty()) {
        bad("role", "the node does not answer: is it another one that listens? Read its log.");
        return;
      }
      for (JsonObject each : answer.get().getJsonArray("findings").getValuesAs(JsonObject.class)) {
        if (each.getBoolean("good")) {
          good(each.getString("what"), each.getString("sentence"));
        } else {
          bad(each.getString("what"), each.getString("sentence"));
        }
      }
    } finally {
      Files.deleteIfExists(wanted);
      Files.deleteIfExists(found);
    }
  }

  /** Whole at once, and for the node to read, whoever runs this. */
  private static void ask(Path trail, Path wanted, String id) throws IOException {
    Path unfinished = Files.createTempFile(trail, ".", ".unfinished");
    Files.writeString(unfinished, id);
    Files.setOwner(unfinished, Files.getOwner(trail));
    Files.move(unfinished, wanted, StandardCopyOption.ATOMIC_MOVE);
  }

  private static Optional<JsonObject> read(Path file) throws IOException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try (JsonReader reader = Json.createReader(Files.newBufferedReader(file))) {
      return Optional.of(reader.readObject());
    }
  }

  private void certificate(Map<String, String> settings) {
    try {
      String password = settings.get(NodeFolder.KEYS_PASSWORD);
      Instant end = folder.own(password).certificate().getNotAfter().toInstant();
      folder.ordering(password);
      Duration left = Duration.between(Instant.now(), end);
      if (left.isNegative()) {
        bad("certificate", "ended at " + end + ": take a new code and run bin/enroll.");
      } else if (left.toDays() < 15) {
        bad("certificate", "ends at " + end + ": run bin/renew, and look why its timer does not.");
      } else {
        good("certificate", "until " + end);
      }
    } catch (IOException | GeneralSecurityException e) {
      bad("certificate", "cannot be read (" + e.getMessage() + "): run bin/enroll again.");
    }
  }

  private boolean name(URI portal) {
    try {
      InetAddress address = InetAddress.getByName(portal.getHost());
      good("DNS", portal.getHost() + " is " + address.getHostAddress());
      return true;
    } catch (UnknownHostException e) {
      bad("DNS", portal.getHost() + " cannot be found: look at the machine's resolver.");
      return false;
    }
  }

  private void clock(URI portal, Path authority) {
    try {
      Optional<Duration> ahead = new Portal(portal, authority).ahead();
      if (ahead.isEmpty()) {
        bad("clock", "the portal does not tell the time.");
      } else if (ahead.get().abs().compareTo(tolerated) > 0) {
        bad(
            "clock",
            "%d seconds %s the portal's: set it by NTP (on AWS: chrony with 169.254.169.123)."
                .formatted(
                    ahead.get().abs().toSeconds(),
                    ahead.get().isNegative() ? "behind" : "ahead of"));
      } else {
        good("clock", "within " + tolerated.toSeconds() + " seconds of the portal's");
      }
    } catch (IOException | GeneralSecurityException e) {
      bad(
          "portal",
          "%s cannot be reached (%s): renewing needs it. Let this machine open TCP connections to"
              + " it, and name --authority if its certificate is no public one.",
          portal,
          e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      bad("portal", "interrupted.");
    }
  }

  /** Whether Sallyport still takes it for the node: the certificate alone does not tell. */
  private void standing(URI portal, Path authority, Map<String, String> settings) {
    String node = settings.get(NodeFolder.NODE);
    try {
      String wish =
          SallyportNode.wish(
              OwnWish.STANDING, node, folder.own(settings.get(NodeFolder.KEYS_PASSWORD)));
      new Portal(portal, authority)
          .post(
              "node-standings",
              Json.createObjectBuilder().add("node", node).add("standing", wish).build());
      good("standing", "the portal has this certificate for the node");
    } catch (Stopped e) {
      if (!(e instanceof Refused refused) || !GONE.contains(refused.code())) {
        bad("standing", "the portal does not tell now: " + e.getMessage());
        return;
      }
      bad(
          "standing",
          "%s The node was revoked, enrolled elsewhere, or renewed without keeping what it got: look on"
              + " the portal's On-premise nodes page, take a new code there, and run bin/enroll.",
          e.getMessage());
    } catch (IOException | GeneralSecurityException e) {
      bad("standing", "the portal cannot be asked (" + e.getMessage() + ").");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      bad("standing", "interrupted.");
    }
  }

  private boolean endpoint(String host, int port) {
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(
              host.equals(ANY) ? InetAddress.getLoopbackAddress() : InetAddress.getByName(host),
              port),
          CONNECT_MILLIS);
      good("endpoint", "something listens on port " + port);
      return true;
    } catch (IOException e) {
      bad(
          "endpoint",
          "nothing listens on port %d: start the node (bin/sallyport-node start), and read"
              + " wlp/usr/servers/onprem-node/logs/messages.log if it does not stay.",
          port);
      return false;
    }
  }

  private void gates(Map<String, String> settings) {
    try {
      List<URI> gates = Gates.list(settings.getOrDefault(NodeFolder.GATES, ""));
      if (gates.isEmpty()) {
        bad(
            "gate",
            "the node is to dial in, and your vendor names nowhere to: leave "
                + NodeFolder.DIAL
                + " out, or ask them and enrol it anew.");
      }
      gates.forEach(this::gate);
    } catch (IllegalArgumentException e) {
      bad("gate", NodeFolder.GATES + ": " + e.getMessage() + ".");
    }
  }

  /** Whether it can be reached; who answers there, the node itself looks at. */
  private void gate(URI gate) {
    int port = gate.getPort() < 0 ? HTTPS : gate.getPort();
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(gate.getHost(), port), CONNECT_MILLIS);
      good("gate", gate + " can be reached");
    } catch (IOException e) {
      bad(
          "gate",
          "%s cannot be reached (%s): let this machine open TCP connections to it.",
          gate,
          e.getMessage());
    }
  }

  private void trail(Path trail) throws IOException {
    if (!Files.isDirectory(trail)) {
      good("trail", "not begun");
      return;
    }
    try {
      TrailFile.Whole whole = TrailFile.verify(trail);
      long moved = whole.after().sequence();
      good(
          "trail",
          "whole, to entry "
              + whole.head().sequence()
              + (whole.unfinished() ? ", with a further line begun" : "")
              + (moved == 0 ? "" : "; those up to " + moved + " are not here"));
    } catch (IOException e) {
      bad("trail", e.getMessage() + ": keep the files as they are, and find out who changed them.");
    }
  }

  /** A full disk stops it: nothing is done that cannot be written. */
  private void room(Path trail) throws IOException {
    long left = Files.getFileStore(trail).getUsableSpace() / MEBIBYTE;
    if (left < LEAST_ROOM) {
      bad("disk", left + " MiB are left: move older files of the trail away, or make it larger.");
    } else {
      good("disk", left + " MiB are left for the trail");
    }
  }

  private void good(String what, String found) {
    out.printf("  ok    %-12s %s%n", what, found);
  }

  private void bad(String what, String found, Object... with) {
    well = false;
    out.printf("  WRONG %-12s %s%n", what, with.length == 0 ? found : found.formatted(with));
  }
}
