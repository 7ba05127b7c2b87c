package io.sallyport.contract.audit;

/** What can be done, as the audit trail names it. Names are stable. */
public enum AuditAction {
  COMPANY_REGISTER("company.register", "Register the company"),
  PERSON_JOIN("person.join", "Join the company"),
  PERSON_INVITE("person.invite", "Invite somebody"),
  INVITATION_WITHDRAW("invitation.withdraw", "Withdraw an invitation"),
  PERSON_ROLE("person.role", "Change somebody's role"),
  PERSON_REMOVE("person.remove", "Remove somebody"),
  PERSON_RECOVER("person.recover", "Give somebody access again"),
  RECOVERY_ASK("recovery.ask", "Ask to give an administrator access again"),
  RECOVERY_APPROVE("recovery.approve", "Approve giving an administrator access again"),
  RECOVERY_END("recovery.end", "Stop giving an administrator access again"),
  SUPPORT_LOOK("support.look", "Look at the company's state"),
  CONNECTION_REMOVE("connection.remove", "Remove the connection and shred its sealed details"),
  COMPANY_CLOSE_REQUEST("company.close-request", "Ask to close the company's account"),
  COMPANY_CLOSE_APPROVE("company.close-approve", "Approve closing the company's account"),
  COMPANY_CLOSE_CANCEL("company.close-cancel", "Call off closing the company's account"),
  COMPANY_CLOSE("company.close", "Close the company's account"),
  SESSION_END("session.end", "End a session"),
  PERSON_SIGN_IN("person.sign-in", "Sign in"),
  PERSON_SIGN_OUT("person.sign-out", "Sign out"),
  PERSON_CONFIRM("person.confirm", "Confirm who is at the browser"),
  PASSKEY_ADD("passkey.add", "Add a passkey"),
  PASSKEY_RENAME("passkey.rename", "Rename a passkey"),
  PASSKEY_REMOVE("passkey.remove", "Remove a passkey"),
  PASSKEY_COPIED("passkey.copied", "Lock a passkey whose counter went back"),
  API_CLIENT_ADD("api-client.add", "Let a program use the API"),
  API_CLIENT_REMOVE("api-client.remove", "Remove a program"),
  API_KEY_ADD("api-client.key-add", "Add a key of a program"),
  API_KEY_REMOVE("api-client.key-remove", "Remove a key of a program"),
  SSO_CHANGE("sso.change", "Change company sign-on"),
  SSO_REMOVE("sso.remove", "Remove company sign-on"),
  SSO_VERIFY("sso.verify-domain", "Verify the company's domain"),
  SSO_TEST("sso.test", "Test company sign-on"),
  SSO_FORCE("sso.force", "Make company sign-on the only way in, or not"),
  SSO_LOGOUT("sso.logout", "End sign-ins because the identity provider says so"),
  TICKET_ISSUE("sealing.ticket", "Ask for leave to seal"),
  ENVELOPE_STORE("envelope.store", "Store sealed account details"),
  CONNECTION_TEST("connection.test", "Test the connection"),
  ENVELOPE_OPEN("envelope.open", "Open sealed account details"),
  ENVELOPE_LOCK("envelope.lock", "Lock sealed account details after failures to open them"),
  ENVELOPE_REWRAP("envelope.rewrap", "Move sealed account details to another key"),
  MANIFEST_PROPOSE("manifest.propose", "Propose a key manifest"),
  MANIFEST_PUBLISH("manifest.publish", "Publish a key manifest"),
  KEY_CHANGE("key.change", "Change the state of a key"),
  VAULT_SHARE("vault.share", "Submit a share"),
  VAULT_ABORT("vault.abort", "Forget the submitted shares"),
  VAULT_UNSEAL("vault.unseal", "Unseal the vault"),
  VAULT_SEAL("vault.seal", "Seal the vault"),
  REWRAP_ORDER("rewrap.order", "Order a rewrap"),
  REWRAP_APPROVE("rewrap.approve", "Approve a rewrap"),
  REWRAP_PAUSE("rewrap.pause", "Pause or resume a rewrap"),
  REWRAP_END("rewrap.end", "Finish a rewrap"),
  ROLE_ASSUME("role.assume", "Assume the role"),
  REPORT_EXPORT("report.export", "Export a report"),
  NODE_ADD("node.add", "Add an on-premise node"),
  NODE_CODE("node.code", "Get a code to enrol a node"),
  NODE_ENROL("node.enrol", "Enrol an on-premise node"),
  NODE_RENEW("node.renew", "Renew an on-premise node's certificate"),
  NODE_REVOKE("node.revoke", "Revoke an on-premise node"),
  NODE_ORDER("node.order", "Ask an on-premise node"),
  TOOL_SESSION_ISSUE("tool-session.issue", "Get a session for an AWS tool"),
  REQUEST_CANCEL("request.cancel", "Break off a request to AWS"),
  REQUEST_FORWARD("request.forward", "Forward a request to AWS");

  private final String code;
  private final String label;

  AuditAction(String code, String label) {
    this.code = code;
    this.label = label;
  }

  /** Stable name. */
  public String code() {
    return code;
  }

  /** For people. */
  public String label() {
    return label;
  }

  /** The action of that stable name. */
  public static AuditAction of(String code) {
    for (AuditAction candidate : values()) {
      if (candidate.code.equals(code)) {
        return candidate;
      }
    }
    throw new IllegalArgumentException("unknown audit action: " + code);
  }
}
