package io.sallyport.sandbox.console;

import io.sallyport.sandbox.account.Account;
import io.sallyport.sandbox.control.SecretHash;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Checks console codes; after ten wrong ones for an account, no more are tried for a while. */
final class ConsoleCodes {
  private static final int MOST_WRONG = 10;
  private static final Duration PAUSE = Duration.ofMinutes(5);
  private final Clock clock;
  private final Map<String, Wrong> wrong = new HashMap<>();

  private record Wrong(int count, Instant last) {}

  ConsoleCodes(Clock clock) {
    this.clock = clock;
  }

  synchronized void require(Account account, String code) {
    Instant now = clock.instant();
    Wrong before = wrong.getOrDefault(account.id(), new Wrong(0, now));
    if (before.last().plus(PAUSE).isBefore(now)) {
      before = new Wrong(0, now);
    }
    if (before.count() >= MOST_WRONG) {
      throw new StackRefusal(
          "Too many wrong console codes for this account. Try again in five minutes.");
    }
    boolean right =
        account.consoleCodeSha256().map(hash -> new SecretHash(hash).fits(code)).orElse(false);
    if (!right) {
      wrong.put(account.id(), new Wrong(before.count() + 1, now));
      throw new StackRefusal("The console code is not that of this account.");
    }
    wrong.remove(account.id());
  }
}
