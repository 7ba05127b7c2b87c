package io.sallyport.web.token;

import com.nimbusds.jwt.proc.BadJWTException;

/** A token breaks a rule of ours; the message says which, and nothing of the token. */
final class RuleBroken extends BadJWTException {
  private static final long serialVersionUID = 1L;

  RuleBroken(String rule) {
    super(rule);
  }
}
