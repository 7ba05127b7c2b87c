package io.sallyport.tenancy.signin;

import java.time.Instant;

/**
 * A sign-in that is about to begin.
 *
 * @param method how the person proved who they are
 * @param proofHash SHA-256 of the secret that the browser gets, 32 bytes
 * @param address the browser's network address, at most 64 characters
 * @param browser what the browser calls itself; only the first 200 characters are kept
 * @param freshUntil until when it need not be confirmed again
 * @param endsAt when it ends, however busy it is
 */
public record NewSignIn(
    SignIn.Method method,
    byte[] proofHash,
    String address,
    String browser,
    Instant freshUntil,
    Instant endsAt) {
  private static final int MOST = 200;

  public NewSignIn {
    String given = browser == null ? "" : browser;
    browser = given.length() > MOST ? given.substring(0, MOST) : given;
  }
}
