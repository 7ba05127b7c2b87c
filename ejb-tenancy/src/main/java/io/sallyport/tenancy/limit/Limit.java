package io.sallyport.tenancy.limit;

import java.time.Duration;

/** What is limited, for whom, and how far unless a site says otherwise. */
public enum Limit {
  /** Ceremonies of one network address: signing in, joining, recovering, confirming. */
  CEREMONIES("ceremonies", 120, Duration.ofMinutes(1)),
  /** Companies that one network address registers. */
  REGISTRATIONS("registrations", 20, Duration.ofHours(1)),
  /** Attempts to sign in with one passkey. */
  ATTEMPTS("attempts", 30, Duration.ofMinutes(5)),
  /** Tokens of one network address that were refused, programs' or providers'. */
  REFUSED_TOKENS("refused-tokens", 120, Duration.ofMinutes(1)),
  /**
   * Sign-ons at one tenant's provider that nobody could be named for, as far as its trail has them.
   */
  NAMELESS_FAILURES("nameless-failures", 20, Duration.ofHours(1)),
  /** Invitations that one tenant sends by mail. */
  MAILS("mails", 30, Duration.ofHours(1)),
  /** Invitations by mail from one network address, whatever company sends them. */
  MAILS_FROM("mails-from", 60, Duration.ofHours(1)),
  /** What one tenant has decrypt nodes do: tests and requests to AWS. */
  REQUESTS("requests", 600, Duration.ofMinutes(1)),
  /**
   * Requests through one connection on one web node, so that one cannot use up there what its
   * tenant may; where there are several nodes a site sets it lower. Whoever asks names the
   * connection: nothing is kept of it in the database.
   */
  CONNECTION_REQUESTS("connection-requests", 400, Duration.ofMinutes(1));

  private final String name;
  private final int most;
  private final Duration within;

  Limit(String name, int most, Duration within) {
    this.name = name;
    this.most = most;
    this.within = within;
  }

  /** The property with which a site sets another number. */
  public String property() {
    return "sallyport.limit." + name;
  }

  String code() {
    return name;
  }

  /** How often, unless a site says otherwise. */
  public int most() {
    return most;
  }

  /**
   * How many of so many a node may count by itself for a second before the others know of them; 0
   * where each is known at once. What is asked most often is no attempt at anything.
   */
  int leeway(int most) {
    return this == REQUESTS ? most / 60 : 0;
  }

  /** Whether each node counts for itself alone. */
  boolean isOfOneNode() {
    return this == CONNECTION_REQUESTS;
  }

  /** In which time. */
  public Duration within() {
    return within;
  }
}
