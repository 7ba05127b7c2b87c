package io.sallyport.ceremony.command;

import io.sallyport.ceremony.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folder in which a rehearsal takes place. Every path of the command line stands for one in it,
 * with a marked file name, so that no real file is read or written.
 *
 * @param folder where
 * @param kept whether it stays after the command
 */
record Rehearsal(Path folder, boolean kept) implements AutoCloseable {
  /** In the name of every file and folder of a rehearsal. */
  static final String MARK = "REHEARSAL";

  private static final String PREFIX = MARK + "-";

  /** In a new folder that is deleted at the end. */
  static Rehearsal fresh() throws IOException {
    return new Rehearsal(
        Files.createTempDirectory(
            "sallyport-" + PREFIX,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))),
        false);
  }

  /** In a folder that stays, for the steps of one ceremony. */
  static Rehearsal in(Path folder) throws IOException, CeremonyStopped {
    Path absolute = folder.toAbsolutePath().normalize();
    if (!isMarked(absolute.getFileName())) {
      throw CeremonyStopped.refused(
          "%s: a rehearsal's folder has %s in its name, so that nobody takes its keys for real ones.",
          folder, MARK);
    }
    return new Rehearsal(PrivateFiles.folder(absolute), true);
  }

  /** Whether a rehearsal made it, by one of its names. */
  static boolean isMarked(Path path) {
    return path != null && path.toString().contains(MARK);
  }

  /** The file that stands for {@code given}. */
  Path file(Path given) {
    Path place = folder(given);
    String name = place.getFileName().toString();
    return name.startsWith(PREFIX) ? place : place.resolveSibling(PREFIX + name);
  }

  /**
   * The folder that stands for {@code given}.
   *
   * @param given absolute, or without a way up
   */
  Path folder(Path given) {
    Path normal = given.normalize();
    if (normal.startsWith(folder)) {
      return normal;
    }
    return folder.resolve(normal.isAbsolute() ? normal.getRoot().relativize(normal) : normal);
  }

  @Override
  public void close() throws IOException {
    if (!kept) {
      try (Stream<Path> all = Files.walk(folder)) {
        List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
        for (Path each : deepestFirst) {
          Files.delete(each);
        }
      }
    }
  }
}
