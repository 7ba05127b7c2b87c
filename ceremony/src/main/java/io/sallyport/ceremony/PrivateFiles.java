package io.sallyport.ceremony;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Writes files that only their owner may read (0600), in folders that only their owner may enter
 * (0700), and never over a file that exists.
 */
public final class PrivateFiles {
  private PrivateFiles() {}

  /** Makes a folder, and those above it. */
  public static Path folder(Path folder) throws IOException {
    return Files.isDirectory(folder)
        ? folder
        : Files.createDirectories(
            folder,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  /**
   * Writes a new file.
   *
   * @throws FileAlreadyExistsException when there is one of that name
   */
  public static void write(Path file, byte[] content) throws IOException {
    if (file.toAbsolutePath().getParent() != null) {
      folder(file.toAbsolutePath().getParent());
    }
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.write(file, content);
  }

  /** Writes a new file of text. */
  public static void write(Path file, String text) throws IOException {
    write(file, text.getBytes(StandardCharsets.UTF_8));
  }
}
