package io.sallyport.tenancy.audit;

import io.sallyport.contract.audit.AuditAction;
import io.sallyport.contract.audit.AuditEntry;
import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.erdtman.jcs.JsonCanonicalizer;

/**
 * One link of a tenant's audit chain. Its hash is SHA-256 over the RFC 8785 form of everything it
 * says, the previous link's hash included.
 */
@Entity
@Table(name = "audit_event")
public class AuditEvent {
  /**
   * Where a chain ends: what the next link follows.
   *
   * @param sequence the last link's number; 0 when there is none
   * @param hash its hash
   */
  record Head(long sequence, byte[] hash) {
    /** Of a chain that has no link. */
    static final Head GENESIS = new Head(0, new byte[32]);
  }

  /** Before the act, or after it. */
  public enum Phase {
    INTENT,
    OUTCOME
  }

  @Id private UUID id;

  @Column(name = "tenant_id")
  private UUID tenantId;

  private long sequence;
  private Instant at;
  private String node;

  @Column(name = "person_id")
  private UUID personId;

  private String action;
  private String phase;

  @Column(name = "intent_id")
  private UUID intentId;

  private String subject;

  @Column(name = "request_id")
  private UUID requestId;

  private String outcome;
  private String facts;

  @Column(name = "previous_hash")
  private byte[] previousHash;

  private byte[] hash;

  protected AuditEvent() {}

  /** The link that follows the last one. */
  AuditEvent(NewLink link, String node, Instant at, Head previous) {
    AuditEntry entry = link.entry();
    id = link.id();
    tenantId = entry.actor().tenant();
    sequence = previous.sequence() + 1;
    this.at = at;
    this.node = node;
    personId = entry.actor().person();
    action = entry.action().code();
    phase = (link.intent() == null ? Phase.INTENT : Phase.OUTCOME).name();
    intentId = link.intent();
    outcome = link.outcome();
    subject = entry.subject();
    requestId = entry.requestId();
    facts = canonical(factsOf(entry.facts()).build().toString());
    previousHash = previous.hash();
    hash = computeHash();
  }

  /** Where the chain ends with this link. */
  Head head() {
    return new Head(sequence, hash);
  }

  /** Whether this link is unaltered and follows {@code previous} (null for the first). */
  boolean follows(AuditEvent previous) {
    Head expected = previous == null ? Head.GENESIS : previous.head();
    return sequence == expected.sequence() + 1
        && Arrays.equals(previousHash, expected.hash())
        && MessageDigest.isEqual(hash, computeHash());
  }

  private byte[] computeHash() {
    JsonObjectBuilder link =
        Json.createObjectBuilder()
            .add("tenant", tenantId.toString())
            .add("sequence", sequence)
            .add("id", id.toString())
            .add("at", at.toString())
            .add("node", node)
            .add("person", personId.toString())
            .add("action", action)
            .add("phase", phase)
            .add("subject", subject)
            .add("request", requestId.toString())
            .add("facts", facts)
            .add("previous", HexFormat.of().formatHex(previousHash));
    if (intentId != null) {
      link.add("intent", intentId.toString()).add("outcome", outcome);
    }
    try {
      return MessageDigest.getInstance("SHA-256")
          .digest(canonical(link.build().toString()).getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static JsonObjectBuilder factsOf(Map<String, String> facts) {
    JsonObjectBuilder builder = Json.createObjectBuilder();
    facts.forEach(builder::add);
    return builder;
  }

  private static String canonical(String json) {
    try {
      return new JsonCanonicalizer(json).getEncodedString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public UUID id() {
    return id;
  }

  public long sequence() {
    return sequence;
  }

  public Instant at() {
    return at;
  }

  public String node() {
    return node;
  }

  public UUID personId() {
    return personId;
  }

  public AuditAction action() {
    return AuditAction.of(action);
  }

  public Phase phase() {
    return Phase.valueOf(phase);
  }

  public String subject() {
    return subject;
  }

  public UUID requestId() {
    return requestId;
  }

  /** {@code ok} or a stable code; empty for an intent. */
  public Optional<String> outcome() {
    return Optional.ofNullable(outcome);
  }

  /** The facts, as canonical JSON. */
  public String facts() {
    return facts;
  }

  /** The name of the vendor's person who did it; empty for one of the company's own. */
  public Optional<String> staff() {
    return fact("staff");
  }

  /** One of the facts. */
  public Optional<String> fact(String name) {
    try (JsonReader reader = Json.createReader(new StringReader(facts))) {
      return Optional.ofNullable(reader.readObject().getString(name, null));
    }
  }

  public UUID tenantId() {
    return tenantId;
  }

  /** Of an outcome, the link that said what was going to be done. */
  public Optional<UUID> intentId() {
    return Optional.ofNullable(intentId);
  }

  /** The hash of the link before, hexadecimal; zeros for the first. */
  public String previousHashHex() {
    return HexFormat.of().formatHex(previousHash);
  }

  /** The link's hash, hexadecimal. */
  public String hashHex() {
    return HexFormat.of().formatHex(hash);
  }
}
