package io.sallyport.sandbox.account;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The ARN of an IAM user or role, cut into what is needed to find it. */
public record Arn(String accountId, Kind kind, String name) {
  private static final Pattern ROLE_OR_USER =
      Pattern.compile("arn:aws:iam::([0-9]{12}):(role|user)/(?:[\\w+=,.@/-]+/)?([\\w+=,.@-]+)");

  /** What an IAM ARN may name here. */
  public enum Kind {
    ROLE,
    USER
  }

  /** Reads an ARN; empty if it does not name a user or role. */
  public static Optional<Arn> parse(String text) {
    Matcher matcher = ROLE_OR_USER.matcher(text);
    return matcher.matches()
        ? Optional.of(
            new Arn(
                matcher.group(1),
                matcher.group(2).equals("role") ? Kind.ROLE : Kind.USER,
                matcher.group(3)))
        : Optional.empty();
  }
}
