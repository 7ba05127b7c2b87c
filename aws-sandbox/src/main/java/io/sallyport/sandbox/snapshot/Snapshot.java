package io.sallyport.sandbox.snapshot;

import io.sallyport.sandbox.account.Account;
import java.util.List;

/** The accounts and machines that a file describes. */
public record Snapshot(List<Account> accounts, List<Machine> machines) {
  public Snapshot {
    accounts = List.copyOf(accounts);
    machines = List.copyOf(machines);
  }

  /** What a file that does not exist yet describes. */
  public static Snapshot empty() {
    return new Snapshot(List.of(), List.of());
  }
}
