package io.sallyport.contract.vault;

/**
 * Opens the sessions of customers' own AWS tools, only for callers in the role {@code
 * decrypt-node}.
 */
public interface ToolSessions {
  /**
   * Opens a session token.
   *
   * @param token as a web node issued it; may be anything
   * @return the session, with the secret that requests are signed with; it may be over
   * @throws io.sallyport.contract.error.ProblemException {@code SP-TOOL-SESSION-REFUSED}, or {@code
   *     SP-VAULT-SEALED}
   */
  ToolSession open(String token);
}
