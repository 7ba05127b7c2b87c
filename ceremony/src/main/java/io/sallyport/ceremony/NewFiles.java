package io.sallyport.ceremony;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The files of one step: all of them are written, or none. Zeroes what they held when closed.
 *
 * @see PrivateFiles
 */
public final class NewFiles implements AutoCloseable {
  private final Map<Path, byte[]> contents = new LinkedHashMap<>();

  /**
   * Adds a file.
   *
   * @param content taken over, and zeroed on close
   * @throws IllegalArgumentException when it is there already
   */
  public NewFiles add(Path file, byte[] content) {
    if (contents.putIfAbsent(file, content) != null) {
      throw new IllegalArgumentException(file + " is written once");
    }
    return this;
  }

  /** Adds a file of text; it ends with a line break. */
  public NewFiles add(Path file, String text) {
    return add(file, (text.strip() + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /** What would be written, in order. */
  public Set<Path> names() {
    return contents.keySet();
  }

  /**
   * Writes them.
   *
   * @throws FileAlreadyExistsException naming the first that exists; nothing was written then
   * @throws IOException when one cannot be written; those before it were taken away again
   */
  public void write() throws IOException {
    requireNone(names());
    List<Path> written = new ArrayList<>();
    try {
      for (Map.Entry<Path, byte[]> file : contents.entrySet()) {
        PrivateFiles.write(file.getKey(), file.getValue());
        written.add(file.getKey());
      }
    } catch (IOException e) {
      takeAway(written, e);
      throw e;
    }
  }

  private static void takeAway(List<Path> written, IOException cause) {
    for (Path file : written) {
      try {
        Files.delete(file);
      } catch (IOException e) {
        cause.addSuppressed(e);
      }
    }
  }

  /**
   * Requires that none of them exists, not even as a link to nowhere.
   *
   * @throws FileAlreadyExistsException naming the first that does
   */
  public static void requireNone(Iterable<Path> files) throws FileAlreadyExistsException {
    for (Path file : files) {
      if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        throw new FileAlreadyExistsException(file.toString());
      }
    }
  }

  @Override
  public void close() {
    contents.values().forEach(content -> Arrays.fill(content, (byte) 0));
  }
}
