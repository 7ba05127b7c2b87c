package io.sallyport.ceremony.command;

import io.sallyport.crypto.format.FormatException;
import io.sallyport.crypto.ring.MasterKey;
import io.sallyport.crypto.ring.Share;
import io.sallyport.crypto.ring.ShareRefused;
import io.sallyport.crypto.ring.ShareSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Option;

/** The shares that custodians bring: as files, or typed when the tool asks. */
final class OfferedShares {
  private static final Path STANDARD_INPUT = Path.of("-");

  @Option(
      names = "--share",
      paramLabel = "FILE",
      description =
          "A custodian's share, once for each; \"-\" reads a line of standard input. Without any,"
              + " the tool asks for as many as it takes.")
  private List<Path> files = List.of();

  @Option(
      names = "--set",
      paramLabel = "FILE",
      description = "Describes the set of shares. Default: shares.json in the vault's folder.")
  private Path set;

  ShareSet set(Ceremony ceremony, Path vault) throws CeremonyStopped, FormatException {
    return ShareSet.read(ceremony.read(set == null ? vault.resolve("shares.json") : set));
  }

  /** The master key; whoever gets it closes it. */
  MasterKey join(Ceremony ceremony, ShareSet set)
      throws IOException, CeremonyStopped, FormatException, ShareRefused {
    List<Share> shares = new ArrayList<>();
    try {
      if (files.isEmpty()) {
        ask(ceremony, set, shares);
      }
      for (Path file : files) {
        shares.add(required(set, read(ceremony, file)));
      }
      return set.combine(shares);
    } finally {
      shares.forEach(Share::close);
    }
  }

  private static void ask(Ceremony ceremony, ShareSet set, List<Share> shares)
      throws IOException, CeremonyStopped, FormatException, ShareRefused {
    ceremony.explain(
        "It takes %d of the %d shares of set %s."
            .formatted(set.threshold(), set.commitments().size(), set.id()));
    while (shares.size() < set.threshold()) {
      shares.add(
          required(
              set,
              typed(ceremony, "Share %d of %d".formatted(shares.size() + 1, set.threshold()))));
    }
  }

  /** The share in a file, or typed. */
  static Share read(Ceremony ceremony, Path file)
      throws IOException, CeremonyStopped, FormatException {
    if (STANDARD_INPUT.equals(file)) {
      return typed(ceremony, "Share");
    }
    return Share.read(ceremony.text(file));
  }

  static Share typed(Ceremony ceremony, String question)
      throws IOException, CeremonyStopped, FormatException {
    char[] typed = ceremony.terminal().secret(question);
    try {
      return Share.read(new String(typed));
    } finally {
      Arrays.fill(typed, '\0');
    }
  }

  private static Share required(ShareSet set, Share share) throws ShareRefused {
    set.require(share);
    return share;
  }
}
