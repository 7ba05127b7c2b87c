package io.sallyport.crypto.unsealing;

import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.contract.vault.SealSignal;
import io.sallyport.crypto.ring.KeyRing;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** The key ring of this node while it is unsealed, and nothing while it is sealed. */
@ApplicationScoped
public class OpenRing implements SealSignal {
  /**
   * A ring and since when it is open.
   *
   * @param since when the node was unsealed
   */
  record Opened(KeyRing ring, Instant since) {}

  private final List<Runnable> forgetters = new CopyOnWriteArrayList<>();
  private volatile Opened opened;

  /**
   * The ring. Whoever got it may finish what it is doing; sealing does not wait for it.
   *
   * @throws ProblemException {@code SP-VAULT-SEALED}
   */
  public KeyRing require() {
    return current()
        .map(Opened::ring)
        .orElseThrow(() -> new ProblemException(ErrorCode.VAULT_SEALED));
  }

  @Override
  public boolean isOpen() {
    return opened != null;
  }

  Optional<Opened> current() {
    return Optional.ofNullable(opened);
  }

  void open(KeyRing ring) {
    opened = new Opened(ring, Instant.now());
  }

  void seal() {
    opened = null;
    forgetters.forEach(Runnable::run);
  }

  @Override
  public void whenSealed(Runnable forget) {
    forgetters.add(forget);
  }
}
