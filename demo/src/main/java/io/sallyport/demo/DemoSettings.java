package io.sallyport.demo;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where the demo finds what it starts, and where it keeps what it made.
 *
 * @param parts what the build put together: {@code liberty/}, {@code nodes/}, {@code sandbox/}
 * @param state keys, data and logs; kept for the next start
 * @param facts the file that says what runs where, there only while it runs
 * @param ports the number of each listener
 * @param names a file like {@code /etc/hosts} by which decrypt nodes resolve names, in place of the
 *     system's way; looked at for each name anew
 */
public record DemoSettings(
    Path parts, Path state, Path facts, Map<Port, Integer> ports, Optional<Path> names) {
  public DemoSettings {
    ports = Map.copyOf(ports);
  }

  /** The system's own way to resolve names. */
  public DemoSettings(Path parts, Path state, Path facts, Map<Port, Integer> ports) {
    this(parts, state, facts, ports, Optional.empty());
  }

  /** The settings of {@code mvn -Pdemo}, whose build directory is {@code target}. */
  public static DemoSettings in(Path target) {
    Map<Port, Integer> ports = new EnumMap<>(Port.class);
    for (Port port : Port.values()) {
      ports.put(port, port.configured());
    }
    return new DemoSettings(
        target.resolve("parts"), target.resolve("state"), target.resolve("demo.json"), ports);
  }

  public int port(Port port) {
    return ports.get(port);
  }

  /** The portal's origin: passkeys belong to it. */
  public String portalUrl() {
    return "https://localhost:" + port(Port.PORTAL);
  }

  public String sandboxUrl() {
    return "https://localhost:" + port(Port.SANDBOX);
  }

  public String internalUrl() {
    return "https://localhost:" + port(Port.INTERNAL);
  }
}
