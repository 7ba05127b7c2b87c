package io.sallyport.crypto.manifest;

import java.util.Set;

/** A key's state, after NIST SP 800-57 part 1 section 7. It only ever moves forward. */
public enum KeyState {
  /** Announced, so that everybody can learn it before it is used. Seals nothing yet. */
  PRE_ACTIVE("pre-active"),
  /** Seals and opens. */
  ACTIVE("active"),
  /** Opens what was sealed for it, and seals no more. */
  DECRYPT_ONLY("decrypt-only"),
  /** Opens nothing for anybody; only a rewrap may still move its envelopes to another key. */
  REVOKED("revoked"),
  /** Its private half is gone. It stays in the manifest so that its name is never used again. */
  DESTROYED("destroyed");

  private final String code;

  KeyState(String code) {
    this.code = code;
  }

  /** Stable name, as the manifest has it. */
  public String code() {
    return code;
  }

  /** Whether browsers and web nodes may seal for it, and nodes sign with it. */
  public boolean seals() {
    return this == ACTIVE;
  }

  /** Whether an ordinary request may open with it, or trust what it signed. */
  public boolean opens() {
    return this == ACTIVE || this == DECRYPT_ONLY;
  }

  /** Whether a rewrap may open with it, in order to move its envelopes to another key. */
  public boolean opensForRewrap() {
    return opens() || this == REVOKED;
  }

  /** Whether a key in this state may be in {@code next} in the following manifest. */
  public boolean mayBecome(KeyState next) {
    return next == this || following().contains(next);
  }

  private Set<KeyState> following() {
    return switch (this) {
      case PRE_ACTIVE -> Set.of(ACTIVE, REVOKED, DESTROYED);
      case ACTIVE -> Set.of(DECRYPT_ONLY, REVOKED);
      case DECRYPT_ONLY -> Set.of(REVOKED, DESTROYED);
      case REVOKED -> Set.of(DESTROYED);
      case DESTROYED -> Set.of();
    };
  }

  /**
   * The state of that stable name.
   *
   * @throws IllegalArgumentException for any other
   */
  public static KeyState of(String code) {
    for (KeyState state : values()) {
      if (state.code.equals(code)) {
        return state;
      }
    }
    throw new IllegalArgumentException("not a key state");
  }
}
