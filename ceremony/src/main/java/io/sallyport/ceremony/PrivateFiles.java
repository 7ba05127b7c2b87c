package io.sallyport.ceremony;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Writes files that only their owner may read (0600), in folders that only their owner may enter
 * (0700), never over a file that exists, and never a part of one.
 */
public final class PrivateFiles {
  private PrivateFiles() {}

  /** Makes a folder, and those above it. */
  public static Path folder(Path folder) throws IOException {
    return Files.isDirectory(folder)
        ? folder
        : Files.createDirectories(folder, permissions("rwx------"));
  }

  /**
   * Writes a new file.
   *
   * @throws FileAlreadyExistsException when there is one of that name
   */
  public static void write(Path file, byte[] content) throws IOException {
    Path target = file.toAbsolutePath();
    folder(target.getParent());
    Path unfinished =
        Files.createTempFile(
            target.getParent(),
            "." + target.getFileName(),
            ".unfinished",
            permissions("rw-------"));
    try {
      writeThrough(unfinished, content);
      moveTo(target, unfinished);
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }

  /** On the disk, not in its cache: a custodian pulls the medium out right after. */
  private static void writeThrough(Path file, byte[] content) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      ByteBuffer rest = ByteBuffer.wrap(content);
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
      channel.force(true);
    }
  }

  /** Takes the name first: a move alone would replace a file that somebody else made meanwhile. */
  private static void moveTo(Path target, Path unfinished) throws IOException {
    Files.createFile(target, permissions("rw-------"));
    try {
      Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      Files.delete(target);
      throw e;
    }
  }

  /** Writes a new file of text. */
  public static void write(Path file, String text) throws IOException {
    write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  private static FileAttribute<Set<PosixFilePermission>> permissions(String form) {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(form));
  }
}
