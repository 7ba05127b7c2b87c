package io.sallyport.ceremony.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import picocli.CommandLine.Option;

/** The password of a key store: from a file, or typed. */
final class Password {
  private static final int SHORTEST = 12;

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description =
          "Its first line is the key store's password. Without it, the tool asks. There is no"
              + " option for the password itself, since other processes see the command line.")
  private Path file;

  /** The password of a store there is; the caller zeroes it. */
  char[] existing(Ceremony ceremony, String of) throws IOException, CeremonyStopped {
    return file == null
        ? ceremony.terminal().secret("Password of " + of)
        : firstLine(ceremony, file);
  }

  /** The password of a new store, typed twice; the caller zeroes it. */
  char[] chosen(Ceremony ceremony, String of) throws IOException, CeremonyStopped {
    char[] password = existing(ceremony, of);
    if (password.length < SHORTEST) {
      throw CeremonyStopped.refused("The password of %s has at least %d characters.", of, SHORTEST);
    }
    if (file == null) {
      char[] again = ceremony.terminal().secret("The same again");
      boolean same = Arrays.equals(password, again);
      Arrays.fill(again, '\0');
      if (!same) {
        throw CeremonyStopped.refused("The two passwords differ.");
      }
    }
    return password;
  }

  /** The first line of a file. */
  static char[] firstLine(Ceremony ceremony, Path file) throws CeremonyStopped {
    return ceremony
        .text(file)
        .lines()
        .findFirst()
        .orElseThrow(() -> CeremonyStopped.refused("%s: holds no password.", file))
        .toCharArray();
  }
}
