package io.sallyport.contract.envelope;

import io.sallyport.contract.identity.ConnectionId;
import io.sallyport.contract.identity.TenantId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Objects;
import java.util.Set;
import org.erdtman.jcs.JsonCanonicalizer;

/**
 * Binds an envelope to exactly one version of one record of one tenant. Its hash is the protected
 * header's {@code ctx}; the same object stands inside the plaintext. Whoever checks an envelope
 * makes this from their own records, never from the envelope.
 *
 * @param tenant whose record it is
 * @param record the connection that the account information belongs to
 * @param version grows by one with each sealing, from 1
 * @param schema the form that was filled in
 * @param ticket the ticket the sealing used
 */
public record SealingContext(
    TenantId tenant, ConnectionId record, int version, String schema, SealingTicket ticket) {
  /** The form for a role in the account: {@code account}, version 1. */
  public static final String ACCOUNT_FORM = "account/1";

  /** The form for a node of the customer's in the account: {@code node}, version 1. */
  public static final String NODE_FORM = "node/1";

  private static final Set<String> FORMS = Set.of(ACCOUNT_FORM, NODE_FORM);

  public SealingContext {
    Objects.requireNonNull(tenant, "tenant");
    Objects.requireNonNull(record, "record");
    Objects.requireNonNull(ticket, "ticket");
    if (version < 1) {
      throw new IllegalArgumentException("a record's version starts at 1");
    }
    if (schema == null || !FORMS.contains(schema)) {
      throw new IllegalArgumentException("unknown form schema");
    }
  }

  /** The RFC 8785 (JCS) form, UTF-8. No member's value needs JSON escapes. */
  public byte[] canonical() {
    String json =
        "{\"tenant\":\"%s\",\"record\":\"%s\",\"version\":%d,\"schema\":\"%s\",\"ticket\":\"%s\"}"
            .formatted(tenant, record, version, schema, ticket.value());
    try {
      return new JsonCanonicalizer(json).getEncodedUTF8();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The header's {@code ctx}: base64url of SHA-256 over {@link #canonical()}. */
  public String ctx() {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(sha256(canonical()));
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
