package io.sallyport.crypto.manifest;

/** A manifest is not one that the root signed, or may not be used now. The message says why. */
public final class ManifestRefused extends Exception {
  private static final long serialVersionUID = 1L;

  public ManifestRefused(String message) {
    super(message);
  }
}
