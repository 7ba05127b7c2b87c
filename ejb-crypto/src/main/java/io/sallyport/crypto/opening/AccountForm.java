package io.sallyport.crypto.opening;

import io.sallyport.contract.connection.ConnectionWay;
import io.sallyport.contract.envelope.SealingContext;
import io.sallyport.contract.identity.AwsAccountId;
import io.sallyport.contract.identity.NodeId;
import io.sallyport.contract.identity.RegionName;
import io.sallyport.contract.identity.RoleArn;
import io.sallyport.contract.vault.AccountInformation;
import io.sallyport.contract.vault.CrossAccountRole;
import io.sallyport.contract.vault.OnPremiseAccess;
import io.sallyport.crypto.format.FormatException;
import io.sallyport.crypto.format.StrictJson;
import io.sallyport.crypto.opening.OpeningFailure.Gate;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.erdtman.jcs.JsonCanonicalizer;

/**
 * The forms {@code account/1} and {@code node/1}, as they stand in the plaintext: {@code
 * {"context": {…}, "account": {"accountId", "roleArn", "regions", "note"}}}, or {@code
 * {"accountId", "node", "endpoint", "networks", "regions", "note"}} in its place, then spaces up to
 * the padded length. A node that dials in has an empty endpoint.
 */
final class AccountForm {
  private static final Set<String> MEMBERS = Set.of("context", "account");
  private static final Set<String> ROLE_MEMBERS = Set.of("accountId", "roleArn", "regions", "note");
  private static final Set<String> NODE_MEMBERS =
      Set.of("accountId", "node", "endpoint", "networks", "regions", "note");

  private AccountForm() {}

  /** Reads a plaintext that must be bound to {@code context}. */
  static AccountInformation read(byte[] plaintext, SealingContext context) throws OpeningFailure {
    byte[] unpadded = unpadded(plaintext);
    try {
      JsonObject form = StrictJson.object(unpadded);
      requireMembers(form, MEMBERS);
      byte[] inside = canonical(form.getJsonObject("context"));
      if (!Arrays.equals(inside, context.canonical())) {
        throw new OpeningFailure(Gate.CONTEXT);
      }
      JsonObject account = form.getJsonObject("account");
      return switch (ConnectionWay.ofForm(context.schema())) {
        case ROLE -> role(account);
        case NODE -> node(account);
      };
    } catch (FormatException | RuntimeException e) {
      throw new OpeningFailure(Gate.SCHEMA);
    } finally {
      Arrays.fill(unpadded, (byte) 0);
    }
  }

  private static AccountInformation role(JsonObject account) throws OpeningFailure {
    requireMembers(account, ROLE_MEMBERS);
    return new CrossAccountRole(
        new AwsAccountId(account.getString("accountId")),
        RoleArn.parse(account.getString("roleArn")),
        regions(account),
        account.getString("note"));
  }

  private static AccountInformation node(JsonObject account) throws OpeningFailure {
    requireMembers(account, NODE_MEMBERS);
    return new OnPremiseAccess(
        new AwsAccountId(account.getString("accountId")),
        NodeId.parse(account.getString("node")),
        account.getString("endpoint").isEmpty() ? null : URI.create(account.getString("endpoint")),
        texts(account, "networks"),
        regions(account),
        account.getString("note"));
  }

  private static List<RegionName> regions(JsonObject account) {
    return texts(account, "regions").stream().map(RegionName::new).toList();
  }

  private static List<String> texts(JsonObject account, String member) {
    return account.getJsonArray(member).getValuesAs(JsonString.class).stream()
        .map(JsonString::getString)
        .toList();
  }

  /** Without the spaces at its end: a JSON parser is slow at up to 64 KiB of them. */
  private static byte[] unpadded(byte[] plaintext) {
    int end = plaintext.length;
    while (end > 0 && plaintext[end - 1] == ' ') {
      end--;
    }
    return Arrays.copyOf(plaintext, end);
  }

  private static byte[] canonical(JsonObject context) throws OpeningFailure {
    try {
      return new JsonCanonicalizer(context.toString()).getEncodedUTF8();
    } catch (IOException e) {
      throw new OpeningFailure(Gate.CONTEXT);
    }
  }

  private static void requireMembers(JsonValue value, Set<String> members) throws OpeningFailure {
    if (!(value instanceof JsonObject object) || !object.keySet().equals(members)) {
      throw new OpeningFailure(Gate.SCHEMA);
    }
  }
}
