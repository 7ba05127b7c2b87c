package io.sallyport.sandbox;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/**
 * What a sandbox needs to know to start.
 *
 * @param address where to listen; port 0 takes any free one
 * @param tls what to serve HTTPS with; without it, plain HTTP
 * @param seed the accounts to begin with
 * @param state where changes are kept; without it, they end with the process
 * @param controlToken what opens the control endpoints; without it, they are closed
 */
public record SandboxSettings(
    InetSocketAddress address,
    Optional<Tls> tls,
    Optional<Path> seed,
    Optional<Path> state,
    Optional<String> controlToken,
    Clock clock) {

  /** A key store with the certificate to serve. Its text does not show the password. */
  public record Tls(Path keyStore, String type, String password) {
    @Override
    public String toString() {
      return "Tls[keyStore=" + keyStore + ", type=" + type + "]";
    }
  }

  /** Plain HTTP on a free port of the loopback address, empty, and forgotten when closed. */
  public static SandboxSettings onLoopback() {
    return new SandboxSettings(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Clock.systemUTC());
  }

  public SandboxSettings listeningOn(InetSocketAddress newAddress) {
    return new SandboxSettings(newAddress, tls, seed, state, controlToken, clock);
  }

  public SandboxSettings servingTls(Tls newTls) {
    return new SandboxSettings(address, Optional.of(newTls), seed, state, controlToken, clock);
  }

  public SandboxSettings seededFrom(Path file) {
    return new SandboxSettings(address, tls, Optional.of(file), state, controlToken, clock);
  }

  public SandboxSettings keptIn(Path file) {
    return new SandboxSettings(address, tls, seed, Optional.of(file), controlToken, clock);
  }

  public SandboxSettings controlledBy(String token) {
    return new SandboxSettings(address, tls, seed, state, Optional.of(token), clock);
  }

  @Override
  public String toString() {
    return "SandboxSettings[address="
        + address
        + ", tls="
        + tls
        + ", seed="
        + seed
        + ", state="
        + state
        + "]";
  }
}
