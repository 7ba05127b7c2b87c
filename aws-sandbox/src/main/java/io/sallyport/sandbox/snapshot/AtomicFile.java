package io.sallyport.sandbox.snapshot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Replaces a file as a whole; whoever reads it sees the old content or the new, never a part. */
public final class AtomicFile {
  private AtomicFile() {}

  /** Writes the file, which only its owner can read where the file system knows owners. */
  public static void write(Path file, String content) throws IOException {
    Path absolute = file.toAbsolutePath();
    Path next = Files.createTempFile(absolute.getParent(), absolute.getFileName() + ".", ".next");
    try {
      Files.writeString(next, content);
      Files.move(
          next, absolute, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(next);
    }
  }
}
