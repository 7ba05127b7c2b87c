package io.sallyport.ceremony.command;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Option;

/** Who gets a secret of their own, and how many of them it takes. */
final class Custodians {
  @Option(
      names = "--custodians",
      split = ",",
      paramLabel = "FOLDER",
      defaultValue = "custodian-1,custodian-2,custodian-3",
      description =
          "One folder for each custodian, separated by commas: their own medium, or what you will"
              + " hand them. Default: ${DEFAULT-VALUE}.")
  private List<Path> folders;

  @Option(
      names = "--threshold",
      paramLabel = "M",
      defaultValue = "2",
      description = "How many of them it takes, at least 2. Default: ${DEFAULT-VALUE}.")
  private int threshold;

  List<Path> folders() {
    return folders;
  }

  int threshold() {
    return threshold;
  }

  int count() {
    return folders.size();
  }

  /**
   * Requires numbers that make sense and a folder for each.
   *
   * @param most how many there can be
   */
  void check(Ceremony ceremony, int most) throws CeremonyStopped {
    if (threshold < 2) {
      throw CeremonyStopped.refused(
          "A threshold of %d would let one person act alone: it is at least 2.", threshold);
    }
    if (folders.size() < threshold || folders.size() > most) {
      throw CeremonyStopped.refused(
          "There are from %d (the threshold) to %d custodians, not %d.",
          threshold, most, folders.size());
    }
    Set<Path> places = new HashSet<>();
    for (Path folder : folders) {
      if (!places.add(ceremony.folder(folder).toAbsolutePath().normalize())) {
        throw CeremonyStopped.refused(
            "%s is there twice: each custodian has a folder of their own.", folder);
      }
    }
  }
}
