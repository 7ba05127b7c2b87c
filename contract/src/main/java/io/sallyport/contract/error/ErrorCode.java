package io.sallyport.contract.error;

/**
 * Every way in which Sallyport says no. The code is stable: programs and runbooks may rely on it.
 * The advice is what the person should do next.
 */
public enum ErrorCode {
  REGISTRATION_INVALID(
      "SP-REGISTRATION-INVALID", 400, "The registration is incomplete", "Correct the named field."),
  PASSKEY_REFUSED(
      "SP-PASSKEY-REFUSED",
      401,
      "The passkey was not accepted",
      "Try again. If it keeps failing, use another passkey of yours."),
  PASSKEY_UNKNOWN(
      "SP-PASSKEY-UNKNOWN", 404, "You have no such passkey", "Reload the page and choose again."),
  PASSKEY_NAME_INVALID(
      "SP-PASSKEY-NAME-INVALID",
      400,
      "The passkey's name cannot be used",
      "Use 1 to 64 visible characters."),
  PASSKEY_LAST(
      "SP-PASSKEY-LAST",
      409,
      "Without this passkey you could not sign in any more",
      "Add another passkey first, then remove this one."),
  PASSKEY_LIMIT(
      "SP-PASSKEY-LIMIT", 409, "You have ten passkeys, which is the most", "Remove one first."),
  FRESH_SIGN_IN_REQUIRED(
      "SP-FRESH-SIGN-IN-REQUIRED",
      403,
      "Please confirm that it is you",
      "Use your passkey, or sign in with your company, again; then this can be done for five"
          + " minutes."),
  INVITATION_UNKNOWN(
      "SP-INVITATION-UNKNOWN",
      404,
      "There is no such open invitation",
      "Reload the page: it may have been accepted or withdrawn."),
  INVITATION_LIMIT(
      "SP-INVITATION-LIMIT",
      409,
      "Fifty invitations are open, which is the most",
      "Withdraw one first, or wait until one is accepted."),
  PERSON_UNKNOWN(
      "SP-PERSON-UNKNOWN", 404, "There is no such person", "Reload the page and choose again."),
  ROLE_INVALID(
      "SP-ROLE-INVALID",
      400,
      "There is no such role",
      "Use tenant-admin, tenant-user or tenant-auditor."),
  ADMIN_LAST(
      "SP-ADMIN-LAST",
      409,
      "A company keeps an administrator",
      "Make somebody else an administrator first."),
  APPROVAL_UNKNOWN(
      "SP-APPROVAL-UNKNOWN", 404, "There is no such request", "Reload the page and choose again."),
  APPROVAL_REFUSED(
      "SP-APPROVAL-REFUSED", 409, "This cannot be decided or done now", "Reload the page."),
  APPROVAL_SAME_PERSON(
      "SP-APPROVAL-SAME-PERSON",
      403,
      "Whoever requested it cannot approve it",
      "Ask somebody else who may."),
  RECOVERY_REFUSED(
      "SP-RECOVERY-REFUSED",
      403,
      "The recovery code is unknown, used, expired, or not effective yet",
      "Compare it letter by letter, or start the recovery anew."),
  RECOVERY_NOT_NEEDED(
      "SP-RECOVERY-NOT-NEEDED",
      409,
      "Another administrator of the company was there lately",
      "Ask them to vouch on their Team page: that is faster and needs none of us."),
  SESSION_UNKNOWN(
      "SP-SESSION-UNKNOWN", 404, "You have no such session", "Reload the page: it may have ended."),
  RATE_LIMITED(
      "SP-RATE-LIMITED",
      429,
      "This was tried too often in a short time",
      "Wait as long as the Retry-After header says, then try again."),
  INVITATION_REFUSED(
      "SP-INVITATION-REFUSED",
      403,
      "The invitation is unknown, used or expired",
      "Open the link exactly as you got it, or ask for a new invitation."),
  SSO_NEEDED(
      "SP-SSO-NEEDED",
      409,
      "Without company sign-on you could not sign in any more",
      "Add a passkey on your Passkeys page first."),
  SSO_UNKNOWN(
      "SP-SSO-UNKNOWN",
      404,
      "No company signs in here with that domain",
      "Check the spelling, use the link your company gave you, or sign in with a passkey."),
  SSO_REFUSED(
      "SP-SSO-REFUSED",
      401,
      "Your company's sign-in was not accepted",
      "Start again. If it keeps failing, ask your administrator, who finds the reason under"
          + " Activity."),
  SSO_REQUIRED(
      "SP-SSO-REQUIRED",
      403,
      "Your company signs in with its own identity provider",
      "Choose \"Sign in with your company\"."),
  SSO_OFF(
      "SP-SSO-OFF",
      409,
      "Company sign-on is not set up on this site",
      "Ask the vendor to configure a key for it."),
  SSO_INVALID("SP-SSO-INVALID", 400, "The settings cannot be used", "Correct the named field."),
  SSO_NOT_TESTED(
      "SP-SSO-NOT-TESTED",
      409,
      "Company sign-on cannot be made the only way in yet",
      "Sign in with your company yourself, and let the test pass within the hour before."),
  SSO_PROVIDER_UNUSABLE(
      "SP-SSO-PROVIDER-UNUSABLE",
      422,
      "The identity provider cannot be used",
      "Correct what the detail names, here or at the provider, and test again."),
  SSO_DOMAIN_UNVERIFIED(
      "SP-SSO-DOMAIN-UNVERIFIED",
      409,
      "The domain's DNS does not have the record",
      "Publish it as shown. A new record may take an hour to be seen everywhere."),
  SSO_DOMAIN_TAKEN(
      "SP-SSO-DOMAIN-TAKEN",
      409,
      "Another company has shown that this domain is theirs",
      "Ask the vendor's support."),
  SIGN_IN_REQUIRED("SP-SIGN-IN-REQUIRED", 401, "Please sign in", "Sign in with your passkey."),
  FORBIDDEN("SP-FORBIDDEN", 403, "Your role does not allow this", "Ask an administrator of yours."),
  CSRF_REFUSED(
      "SP-CSRF-REFUSED",
      403,
      "This request did not come from the portal's own page",
      "Reload the page and try again."),
  NOT_FOUND("SP-NOT-FOUND", 404, "There is no such thing", "Check the address."),
  METHOD_NOT_ALLOWED(
      "SP-METHOD-NOT-ALLOWED", 405, "This address does not take that method", "See the API guide."),
  MEDIA_TYPE_UNSUPPORTED(
      "SP-MEDIA-TYPE-UNSUPPORTED", 415, "This address takes JSON", "Send application/json."),
  REQUEST_MALFORMED(
      "SP-REQUEST-MALFORMED",
      400,
      "The request is not valid JSON of the expected form",
      "See the API guide."),
  REQUEST_TOO_LARGE(
      "SP-REQUEST-TOO-LARGE", 413, "The request is too large", "Send at most 512 KiB."),

  TOKEN_REFUSED(
      "SP-TOKEN-REFUSED",
      401,
      "The token was not accepted",
      "Sign a new one for each request, as the API guide says; which rule it broke is not told."),
  SCOPE_REFUSED(
      "SP-SCOPE-REFUSED",
      403,
      "The token does not allow this",
      "Ask an administrator of yours to let the program do this, or do it in the portal."),
  API_CLIENT_INVALID(
      "SP-API-CLIENT-INVALID",
      400,
      "The program cannot be let in like this",
      "Correct the named field."),
  API_CLIENT_UNKNOWN(
      "SP-API-CLIENT-UNKNOWN",
      404,
      "You have let in no such program",
      "Reload the page and choose again."),
  API_CLIENT_LIMIT(
      "SP-API-CLIENT-LIMIT",
      409,
      "You have let in twenty programs, which is the most",
      "Remove one first."),
  API_KEY_PRIVATE(
      "SP-API-KEY-PRIVATE",
      400,
      "This is a private key, which nobody but the program may have",
      "It was not stored, but treat it as leaked: make a new key and send its public half only."),
  API_KEY_INVALID(
      "SP-API-KEY-INVALID",
      400,
      "The key cannot be used",
      "Send a public JWK: EC on P-256 or P-384, or RSA of 2048 to 8192 bits."),
  API_KEY_TAKEN(
      "SP-API-KEY-TAKEN",
      409,
      "The program has this key, or had it",
      "Make a new key; one that was removed is never taken again."),
  API_KEY_LIMIT(
      "SP-API-KEY-LIMIT",
      409,
      "The program has five keys, which is the most",
      "Remove one that is not used any more."),
  API_KEY_UNKNOWN(
      "SP-API-KEY-UNKNOWN",
      404,
      "The program has no such key",
      "Reload the page and choose again."),

  ALIAS_INVALID(
      "SP-ALIAS-INVALID",
      400,
      "The alias cannot be used",
      "Use 1 to 64 letters, digits, spaces or . _ -"),
  ALIAS_TAKEN(
      "SP-ALIAS-TAKEN", 409, "You already have a connection of this name", "Choose another alias."),
  ENVELOPE_MALFORMED(
      "SP-ENVELOPE-MALFORMED",
      400,
      "The sealed form is not an envelope that Sallyport accepts",
      "Reload the page and seal the form again; nothing was stored."),
  ENVELOPE_TOO_LARGE(
      "SP-ENVELOPE-TOO-LARGE", 413, "The sealed form is too large", "Shorten the note."),
  ENVELOPE_KEY_UNKNOWN(
      "SP-ENVELOPE-KEY-UNKNOWN",
      422,
      "The form was sealed for a key that is not in use",
      "Reload the page, so that it fetches the current key, and seal the form again."),
  ENVELOPE_CONTEXT_WRONG(
      "SP-ENVELOPE-CONTEXT-WRONG",
      422,
      "The form was sealed for another record",
      "Reload the page and seal the form again."),
  TICKET_REFUSED(
      "SP-TICKET-REFUSED",
      409,
      "The sealing ticket is used, expired, or not yours",
      "Press the button again: the page asks for a new ticket."),

  CONNECTION_UNKNOWN(
      "SP-CONNECTION-UNKNOWN", 404, "You have no such connection", "Choose one from the list."),
  CONNECTION_NOT_VERIFIED(
      "SP-CONNECTION-NOT-VERIFIED",
      409,
      "This connection has not passed its test",
      "Open the connection and test it."),
  CONNECTION_UNSAFE(
      "SP-CONNECTION-UNSAFE",
      409,
      "This connection is unsafe, and not used",
      "Its role accepts any External ID, or its node does what nobody signed for: the connection's"
          + " page says which, and how to mend it. Then test again."),
  OPENING_REFUSED(
      "SP-OPENING-REFUSED",
      422,
      "The sealed account information could not be opened",
      "Seal the account's details again on the connection's page."),

  SERVICE_UNKNOWN(
      "SP-SERVICE-UNKNOWN",
      400,
      "There is no such service on the allow-list",
      "Use one of those named."),
  OPERATION_UNKNOWN(
      "SP-OPERATION-UNKNOWN",
      400,
      "There is no such operation on the allow-list",
      "Use one of those named."),
  REGION_UNKNOWN(
      "SP-REGION-UNKNOWN",
      400,
      "There is no such region",
      "Use a region's code, e.g. eu-central-1."),
  REGION_NOT_SEALED(
      "SP-REGION-NOT-SEALED",
      403,
      "This region is not among those sealed with the connection",
      "Use one of the connection's regions, or seal its details again with this one."),
  PARAMETER_UNKNOWN(
      "SP-PARAMETER-UNKNOWN",
      400,
      "The operation has no such parameter",
      "Leave it out or correct its name."),
  PARAMETER_INVALID(
      "SP-PARAMETER-INVALID",
      400,
      "A parameter has the wrong form",
      "Correct the named parameter."),

  AWS_ACCESS_DENIED(
      "SP-AWS-ACCESS-DENIED",
      403,
      "AWS refused",
      "Compare the role's trust and permission policies with those on the connection's page."),
  AWS_ACCOUNT_UNAVAILABLE(
      "SP-AWS-ACCOUNT-UNAVAILABLE",
      409,
      "The AWS account cannot be entered any more",
      "If the account or its role was closed or removed, connect it again."),
  CONNECTION_BUSY(
      "SP-CONNECTION-BUSY",
      429,
      "As many requests as may be are under way through this connection, or for your company",
      "AWS answers slowly there, or much is asked at once. Wait as long as the Retry-After header"
          + " says, then try again."),
  PORTAL_BUSY(
      "SP-PORTAL-BUSY",
      503,
      "As many requests as may be are under way here",
      "Nothing was asked of AWS. Wait as long as the Retry-After header says, then try again."),
  CAPABILITY_INVALID(
      "SP-CAPABILITY-INVALID",
      400,
      "There is no such capability, or none was chosen",
      "Choose at least one of those that the page shows."),
  CAPABILITY_MISSING(
      "SP-CAPABILITY-MISSING",
      403,
      "This connection was not made for that",
      "Seal its details again with the capability, and update the role in your account."),
  IDEMPOTENCY_KEY_REQUIRED(
      "SP-IDEMPOTENCY-KEY-REQUIRED",
      400,
      "What changes something needs an idempotency key",
      "Send a new UUID in the Idempotency-Key header, and the same one when you try again."),
  DRY_RUN_UNKNOWN(
      "SP-DRY-RUN-UNKNOWN",
      400,
      "AWS has no dry run of this operation",
      "Leave dryRun out: it only reads."),
  WAIT_FAILED(
      "SP-WAIT-FAILED",
      409,
      "What is waited for will not come",
      "It went another way: ask for it, to see which."),
  WAIT_OVER(
      "SP-WAIT-OVER",
      504,
      "It has not come in the time for which is waited",
      "Wait once more, or look at what holds it up."),
  WAIT_UNKNOWN(
      "SP-WAIT-UNKNOWN",
      400,
      "This operation is nothing to wait for",
      "Operations that can be waited for begin with WaitUntil."),
  TOOL_SESSION_REFUSED(
      "SP-TOOL-SESSION-REFUSED",
      403,
      "The session of your AWS tool is not accepted",
      "It may be over, or not ours, or its person or program was removed. Get a new one."),
  TOOL_CODE_REFUSED(
      "SP-TOOL-CODE-REFUSED",
      403,
      "The code for a session of your AWS tool is not accepted",
      "It is good once, for a minute, and for the program that asked for it. Ask for a session"
          + " again."),
  TOOL_PATH_UNKNOWN(
      "SP-TOOL-PATH-UNKNOWN",
      404,
      "AWS tools are not answered at this address",
      "Their endpoint is the address of the portal followed by /aws."),
  SIGNATURE_REFUSED(
      "SP-SIGNATURE-REFUSED",
      403,
      "The request's signature does not match",
      "Sign with all three parts of the session, in a header, by AWS Signature Version 4, and send"
          + " what was signed unchanged."),
  CLOCK_DIFFERS(
      "SP-CLOCK-DIFFERS",
      403,
      "Your clock and ours differ by more than five minutes",
      "Set your machine's clock, then try again."),
  WRITE_NOT_AGREED(
      "SP-WRITE-NOT-AGREED",
      403,
      "This session of your AWS tool only reads",
      "Get a session that may change something."),
  OPERATION_STREAMS(
      "SP-OPERATION-STREAMS",
      400,
      "AWS answers this operation with content that is no JSON",
      "Ask for it with an AWS tool through the portal's endpoint for those."),
  AWS_THROTTLED(
      "SP-AWS-THROTTLED",
      429,
      "AWS is throttling calls to this account",
      "Wait a minute and try again."),
  AWS_REJECTED("SP-AWS-REJECTED", 422, "AWS did not accept the request", "See AWS's own message."),
  REQUEST_CANCELLED(
      "SP-REQUEST-CANCELLED",
      409,
      "The request was broken off",
      "AWS may have done what it was asked for: look, or ask again under the same Idempotency-Key."),
  REQUEST_NOT_RUNNING(
      "SP-REQUEST-NOT-RUNNING",
      404,
      "You have no such request under way",
      "It has ended: see how under Requests."),
  AWS_CLOCK_DIFFERS(
      "SP-AWS-CLOCK-DIFFERS",
      503,
      "AWS finds that the request's time is wrong",
      "Nothing was done. The clock of the node that asks is wrong, or the credentials that it has have"
          + " ended: whoever runs it looks at both."),
  AWS_UNAVAILABLE(
      "SP-AWS-UNAVAILABLE", 502, "AWS could not be reached or failed", "Try again in a minute."),

  ONPREM_OFF(
      "SP-ONPREM-OFF",
      409,
      "On-premise nodes are not set up on this site",
      "Ask the vendor to configure an authority for them."),
  NODE_UNKNOWN(
      "SP-NODE-UNKNOWN", 404, "You have no such node", "Reload the page and choose again."),
  NODE_NAME_INVALID(
      "SP-NODE-NAME-INVALID",
      400,
      "The node's name cannot be used",
      "Use 1 to 64 visible characters, not those of another node of yours."),
  NODE_LIMIT("SP-NODE-LIMIT", 409, "You have 50 nodes, which is the most", "Remove one first."),
  NODE_NOT_ENROLLED(
      "SP-NODE-NOT-ENROLLED",
      409,
      "The node is not enrolled yet",
      "Run bin/enroll on its machine, with a code from the On-premise nodes page."),
  NODE_REVOKED(
      "SP-NODE-REVOKED",
      409,
      "The node was revoked",
      "A revoked node is never enrolled again: add a new one, enrol it, and seal the connection's"
          + " details for that."),
  ENROLMENT_REFUSED(
      "SP-ENROLMENT-REFUSED",
      403,
      "The node was not enrolled: its code is unknown, used or expired, or its request is no good",
      "Take a new code from the On-premise nodes page, and run bin/enroll again."),
  NODE_ADDRESS_REFUSED(
      "SP-NODE-ADDRESS-REFUSED",
      422,
      "The node's address is none that may be asked",
      "It is not public: name its network where the connection's details are sealed, if that is"
          + " meant. Loopback in another network than named, link-local and metadata addresses are"
          + " never asked."),
  NODE_UNREACHABLE(
      "SP-NODE-UNREACHABLE",
      502,
      "Your node cannot be reached",
      "Run bin/doctor on its machine. If something was to be changed, look whether it was before"
          + " you try again."),
  NODE_NOT_DIALLED(
      "SP-NODE-NOT-DIALLED",
      503,
      "Your node holds no connection to us",
      "Nothing was sent to it. Start it with sallyport.onprem.dial set to true, and let its machine"
          + " open TCP connections to the addresses in sallyport.onprem.gates; bin/doctor tries"
          + " them."),
  NODE_OUTDATED(
      "SP-NODE-OUTDATED",
      409,
      "Your node's release is too old for this",
      "Install the current package as its README says: its keys, its settings and its trail stay."),
  NODE_NOT_TRUSTED(
      "SP-NODE-NOT-TRUSTED",
      502,
      "What answers at your node's endpoint is not the node that was enrolled",
      "Nothing of what it answered was used. If the node was set up anew, enrol it again; if not,"
          + " find out who answers there."),
  NODE_REFUSED(
      "SP-NODE-REFUSED",
      502,
      "Your node did not take our order",
      "Its own log says why. Run bin/doctor on its machine: most often its clock or its"
          + " configuration is to blame."),
  NODE_FAILED(
      "SP-NODE-FAILED",
      502,
      "Something failed in your node",
      "Its own log says what. If something was to be changed, look whether it was before you try"
          + " again."),
  NODE_OPERATION_NOT_ALLOWED(
      "SP-NODE-OPERATION-NOT-ALLOWED",
      403,
      "Your node's own list does not allow this",
      "Whoever runs the node may add it to sallyport.onprem.operations or"
          + " sallyport.onprem.regions."),

  MANIFEST_UNAVAILABLE(
      "SP-MANIFEST-UNAVAILABLE",
      503,
      "There is no key manifest in force, so nothing can be sealed or opened",
      "Nothing is lost. The vendor's key custodians must publish a new manifest."),
  MANIFEST_REFUSED(
      "SP-MANIFEST-REFUSED",
      422,
      "The key manifest cannot be published",
      "Correct what the detail names, sign again, and propose it again."),
  KEY_NEEDED(
      "SP-KEY-NEEDED",
      409,
      "Sealed records still need a key that the manifest calls destroyed",
      "Rewrap them to another key first, then publish the manifest again."),
  REWRAP_REFUSED(
      "SP-REWRAP-REFUSED", 409, "The rewrap cannot be done now", "Do what the detail says."),
  VAULT_SEALED(
      "SP-VAULT-SEALED",
      503,
      "The vault is sealed",
      "Nothing is lost. Try again when the vendor's key custodians have unsealed it."),
  SHARE_REFUSED(
      "SP-SHARE-REFUSED",
      422,
      "The share was not taken",
      "Compare it with the record of the ceremony that made it."),
  UNSEAL_FAILED(
      "SP-UNSEAL-FAILED",
      409,
      "The key files could not be opened",
      "The shares were forgotten. See the node's log, correct its key files, and submit again."),

  DECRYPT_NODE_UNAVAILABLE(
      "SP-DECRYPT-NODE-UNAVAILABLE",
      503,
      "The node that opens envelopes cannot be reached",
      "Nothing is lost. Try again in a minute."),
  DATABASE_UNAVAILABLE(
      "SP-DATABASE-UNAVAILABLE",
      503,
      "The database cannot be reached",
      "Nothing was changed. Try again in a minute."),
  AUDIT_UNAVAILABLE(
      "SP-AUDIT-UNAVAILABLE",
      503,
      "The audit trail cannot be written, so nothing was done",
      "Try again in a minute."),
  AUDIT_OUTCOME_UNWRITTEN(
      "SP-AUDIT-OUTCOME-UNWRITTEN",
      503,
      "It was done, but the audit trail could not take the outcome",
      "Look whether the change is there before you try again."),
  INTERNAL(
      "SP-INTERNAL",
      500,
      "Something failed on our side",
      "Try again; if it persists, tell support the request's id.");

  private final String code;
  private final int status;
  private final String title;
  private final String advice;

  ErrorCode(String code, int status, String title, String advice) {
    this.code = code;
    this.status = status;
    this.title = title;
    this.advice = advice;
  }

  /** The stable code, {@code SP-…}. */
  public String code() {
    return code;
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }

  /** What happened, in one sentence without a full stop. */
  public String title() {
    return title;
  }

  /** What to do next. */
  public String advice() {
    return advice;
  }

  /**
   * The code whose text is {@code code}, or {@link #INTERNAL} for one this release does not know.
   */
  public static ErrorCode of(String code) {
    for (ErrorCode candidate : values()) {
      if (candidate.code.equals(code)) {
        return candidate;
      }
    }
    return INTERNAL;
  }
}
