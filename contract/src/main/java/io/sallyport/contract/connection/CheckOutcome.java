package io.sallyport.contract.connection;

/** How one check ended. The code is stable, the sentence is for the customer. */
public enum CheckOutcome {
  OPENED("SP-CHECK-OPENED", true, "The envelope was opened and is intact."),
  OPENING_REFUSED(
      "SP-CHECK-OPENING-REFUSED",
      false,
      "The sealed details could not be opened. Seal them again."),
  REFUSED_AS_IT_MUST("SP-CHECK-REFUSED-AS-IT-MUST", true, "AWS refused, as it must."),
  LET_IN(
      "SP-CHECK-LET-IN",
      false,
      "The role let us in although we did not show your External ID. Anyone who can make our"
          + " service call AWS could reach it. Add the sts:ExternalId condition to its trust"
          + " policy."),
  ENTERED("SP-CHECK-ENTERED", true, "The role let us in with your External ID."),
  NOT_LET_IN(
      "SP-CHECK-NOT-LET-IN",
      false,
      "The role did not let us in. Check the role's ARN, and that its trust policy names our"
          + " principal and your External ID exactly as shown."),
  NOT_NAMED(
      "SP-CHECK-NOT-NAMED",
      false,
      "The role lets us in with your External ID, but not when it is told for whom: its trust policy"
          + " lacks sts:TagSession or sts:SetSourceIdentity beside sts:AssumeRole. Take the trust"
          + " policy as shown under Seal details again."),
  NODE_REACHED("SP-CHECK-NODE-REACHED", true, "It is the node that was enrolled."),
  NODE_UNREACHABLE(
      "SP-CHECK-NODE-UNREACHABLE",
      false,
      "Nothing answers at the node's endpoint. Run bin/doctor on its machine, and see that its"
          + " firewall admits our addresses."),
  NODE_NOT_DIALLED(
      "SP-CHECK-NODE-NOT-DIALLED",
      false,
      "The node holds no connection to us. Start it with sallyport.onprem.dial set to true, and let"
          + " its machine open TCP connections to the addresses in sallyport.onprem.gates; bin/doctor"
          + " tries them."),
  NODE_BUSY(
      "SP-CHECK-NODE-BUSY",
      false,
      "An order is on each of the connections that the node holds to us. Test it again."),
  NODE_FAILED(
      "SP-CHECK-NODE-FAILED",
      false,
      "The node answered with an error of its own. Its log says what; run bin/doctor on its"
          + " machine."),
  NODE_ADDRESS_REFUSED(
      "SP-CHECK-NODE-ADDRESS-REFUSED",
      false,
      "The endpoint's address is none that may be asked: it is not public, and its network is not"
          + " named among the sealed details."),
  NODE_NOT_TRUSTED(
      "SP-CHECK-NODE-NOT-TRUSTED",
      false,
      "What answers there is not the node that was enrolled. Enrol it again if it was set up anew;"
          + " if not, find out who answers."),
  NODE_REVOKED(
      "SP-CHECK-NODE-REVOKED",
      false,
      "The node is not enrolled, or was revoked. Enrol it, or seal the details for another one."),
  STRANGER_REFUSED("SP-CHECK-STRANGER-REFUSED", true, "The node refused, as it must."),
  STRANGER_LET_IN(
      "SP-CHECK-STRANGER-LET-IN",
      false,
      "The node took an order whose signature is no good. It is not used any more: install the"
          + " package as it was published."),
  NODE_ANSWERED("SP-CHECK-NODE-ANSWERED", true, "The node answered, and signed its answer."),
  NODE_REFUSED_US(
      "SP-CHECK-NODE-REFUSED-US",
      false,
      "The node did not take our order. Its log says why; most often its clock is wrong: run"
          + " bin/doctor on its machine."),
  NODE_LACKS(
      "SP-CHECK-NODE-LACKS",
      false,
      "The node's own list does not allow it, although the connection was made for it. Add it to"
          + " sallyport.onprem.operations, or seal the details again without it."),
  TRAIL_CONTINUES("SP-CHECK-TRAIL-CONTINUES", true, "Both trails agree."),
  TRAIL_DIFFERS(
      "SP-CHECK-TRAIL-DIFFERS",
      false,
      "The node's trail lacks, or tells otherwise, what it gave us a receipt of. Run"
          + " bin/verify-audit there, and find out who changed it; then enrol the node again."),
  ACCOUNT_MATCHES("SP-CHECK-ACCOUNT-MATCHES", true, "AWS names the same account that you typed."),
  ACCOUNT_DIFFERS(
      "SP-CHECK-ACCOUNT-DIFFERS",
      false,
      "The role belongs to another account than the one you typed. Correct one of them."),
  NOTHING_MORE(
      "SP-CHECK-NOTHING-MORE",
      true,
      "AWS refused what we tried of what the connection was not made for, as it must."),
  MORE_ALLOWED(
      "SP-CHECK-MORE-ALLOWED",
      false,
      "The role allows more than the connection was made for. We forward none of it, but you did not"
          + " agree to it: take it out of the role's permission policy, or update the stack from a"
          + " new template."),
  AS_AGREED(
      "SP-CHECK-AS-AGREED",
      true,
      "Whom it trusts, and what its policies allow, is what was agreed."),
  NOT_AS_AGREED(
      "SP-CHECK-NOT-AS-AGREED",
      false,
      "The role is not what you agreed to: somebody changed it, or made it otherwise, or from an older"
          + " template. Make it what stands under Seal details again, or update the stack from a new"
          + " template."),
  ROLE_UNREADABLE(
      "SP-CHECK-ROLE-UNREADABLE",
      false,
      "The role does not let itself be read. Its policy must allow the four actions of iam on the role"
          + " itself, by its own path and name: the template's names role/SallyportAccess."),
  ALLOWED("SP-CHECK-ALLOWED", true, "AWS allows it."),
  NOT_ALLOWED(
      "SP-CHECK-NOT-ALLOWED",
      false,
      "The role does not allow it, although the connection was made for it. Add the action to the"
          + " role's permission policy, which stands under Seal details again, or update the stack"
          + " from a new template."),
  NOT_REHEARSED(
      "SP-CHECK-NOT-REHEARSED",
      true,
      "AWS does not say before it is asked for something that exists; whether it is allowed shows"
          + " when it is first done."),
  THROTTLED("SP-CHECK-THROTTLED", false, "AWS is throttling us. Test again in a minute."),
  UNREACHABLE(
      "SP-CHECK-UNREACHABLE", false, "AWS did not answer usefully. Test again in a minute."),
  SKIPPED("SP-CHECK-SKIPPED", false, "Not tried, because of an earlier result.");

  private final String code;
  private final boolean passed;
  private final String sentence;

  CheckOutcome(String code, boolean passed, String sentence) {
    this.code = code;
    this.passed = passed;
    this.sentence = sentence;
  }

  /** Stable code, {@code SP-CHECK-…}. */
  public String code() {
    return code;
  }

  /** Whether nothing was found out, since AWS or the node did not answer what was asked. */
  public boolean isUnanswered() {
    return switch (this) {
      case THROTTLED, UNREACHABLE, NODE_UNREACHABLE, NODE_NOT_DIALLED, NODE_BUSY, NODE_FAILED ->
          true;
      default -> false;
    };
  }

  /** Whether the check is as it must be. */
  public boolean passed() {
    return passed;
  }

  /** One sentence or two for the customer. */
  public String sentence() {
    return sentence;
  }
}
