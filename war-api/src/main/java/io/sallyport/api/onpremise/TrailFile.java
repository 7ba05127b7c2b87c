package io.sallyport.api.onpremise;

import io.sallyport.api.order.Sha256;
import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A trail in files of lines, each of which holds the hash of the one before: {@code HASH JSON},
 * where HASH is the SHA-256, in hex, of JSON as it stands there, and JSON is {@code {"sequence",
 * "at", "previous", "event"}}. Whoever changes, removes or inserts a line breaks the chain from
 * there on; whoever shortens it at its end contradicts the receipts that Sallyport has. A file that
 * has grown to 16 MiB is followed by another one; none is ever removed by the node, and all but the
 * newest two may be moved away, to be verified together with those that follow them. One process
 * writes a trail at a time.
 */
public final class TrailFile implements AutoCloseable {
  /** What stands before the first line. */
  public static final String BEGINNING = "0".repeat(64);

  private static final long LARGEST = 16L * 1024 * 1024;
  private static final int HASH = 64;
  private static final String SUFFIX = ".trail";
  private static final int REMEMBERED = 10_000;
  private static final String LOCK = ".lock";

  private final Path folder;
  private final long largest;
  private final FileChannel lock;
  private final Map<Long, String> recent =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, String> eldest) {
          return size() > REMEMBERED;
        }
      };

  private FileChannel out;
  private Path file;
  private Head head;
  private boolean torn;
  private long whole;

  /**
   * An entry's place and hash.
   *
   * @param sequence from 1; 0 before the first
   * @param hash in hex
   */
  public record Head(long sequence, String hash) {}

  private TrailFile(Path folder, long largest, FileChannel lock, Path file, Head head)
      throws IOException {
    this.folder = folder;
    this.largest = largest;
    this.lock = lock;
    this.head = head;
    this.file = file;
    out = opened(file);
    whole = out.size();
  }

  /**
   * Opens the trail of a folder, to go on where it ends.
   *
   * @throws IOException when it cannot be written, another process writes it, or its newest file is
   *     not whole
   */
  public static TrailFile open(Path folder) throws IOException {
    return open(folder, LARGEST);
  }

  static TrailFile open(Path folder, long largest) throws IOException {
    Files.createDirectories(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    FileChannel lock = locked(folder);
    try {
      List<Path> files = files(folder);
      if (files.isEmpty()) {
        return new TrailFile(folder, largest, lock, named(folder, 1), new Head(0, BEGINNING));
      }
      Path newest = files.get(files.size() - 1);
      dropTornLine(newest);
      // However long the trail is, the node starts: all of it is verified by whoever asks for that.
      Head found = verify(newest, before(files));
      return new TrailFile(folder, largest, lock, newest, found);
    } catch (IOException e) {
      lock.close();
      throw e;
    }
  }

  /** Held as long as the trail is open: two that append would break the chain. */
  private static FileChannel locked(Path folder) throws IOException {
    FileChannel channel =
        FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (SoleUse.take(channel)) {
      return channel;
    }
    channel.close();
    throw new IOException(
        folder + " is the trail of a node that runs: stop that first, or give this one its own");
  }

  /** Where the file before the newest ends; what the newest says of it, if there is none. */
  private static Head before(List<Path> files) throws IOException {
    if (files.size() < 2) {
      return beginning(files.get(files.size() - 1));
    }
    Path before = files.get(files.size() - 2);
    Optional<String> last;
    try (Stream<String> lines = Files.lines(before)) {
      last = lines.reduce((one, next) -> next);
    }
    return last.isEmpty()
        ? beginning(before)
        : entry(last.get(), "the last entry in " + before).head();
  }

  /** Where the entries are that a file follows: before the first, or moved away. */
  private static Head beginning(Path file) throws IOException {
    if (firstOf(file) == 1) {
      return new Head(0, BEGINNING);
    }
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      String first = lines.readLine();
      if (first == null) {
        throw new IOException(file + " is empty: put the file before it back");
      }
      return new Head(firstOf(file) - 1, entry(first, "the first entry in " + file).previous());
    }
  }

  /** A line that was being written when the machine stopped: nobody has a receipt of it. */
  private static void dropTornLine(Path file) throws IOException {
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      long end = bytes.length();
      while (end > 0) {
        bytes.seek(end - 1);
        if (bytes.read() == '\n') {
          break;
        }
        end--;
      }
      bytes.setLength(end);
    }
  }

  private static Path named(Path folder, long firstSequence) {
    return folder.resolve("%016d%s".formatted(firstSequence, SUFFIX));
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(each -> each.toString().endsWith(SUFFIX)).sorted().toList();
    }
  }

  private static FileChannel opened(Path file) throws IOException {
    return FileChannel.open(
        file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
  }

  /** A further file is there before the one so far is closed. */
  private void follow(Path next) throws IOException {
    FileChannel further = opened(next);
    FileChannel before = out;
    out = further;
    file = next;
    whole = out.size();
    before.close();
  }

  /** Takes back what was not written whole, so that the next entry does not stand behind it. */
  private void mend() throws IOException {
    out.close();
    out = opened(file);
    out.truncate(whole);
    out.force(true);
    torn = false;
  }

  /**
   * Appends an entry, and returns when the disk has it. What the disk does not take is taken back
   * before the next one.
   *
   * @param event what happened, by name
   */
  public synchronized Head append(Map<String, String> event) throws IOException {
    if (torn) {
      mend();
    }
    if (whole > largest) {
      follow(named(folder, head.sequence() + 1));
    }
    JsonObjectBuilder facts = Json.createObjectBuilder();
    event.forEach(facts::add);
    String json =
        Json.createObjectBuilder()
            .add("sequence", head.sequence() + 1)
            .add("at", Instant.now().toString())
            .add("previous", head.hash())
            .add("event", facts)
            .build()
            .toString();
    Head next = new Head(head.sequence() + 1, hash(json));
    ByteBuffer line =
        ByteBuffer.wrap((next.hash() + " " + json + "\n").getBytes(StandardCharsets.UTF_8));
    int length = line.remaining();
    torn = true;
    while (line.hasRemaining()) {
      out.write(line);
    }
    out.force(false);
    torn = false;
    whole += length;
    head = next;
    recent.put(next.sequence(), next.hash());
    return next;
  }

  /** Where it ends. */
  public synchronized Head head() {
    return head;
  }

  /** The hash of an entry; empty when there is none of that sequence. */
  public Optional<String> hashAt(long sequence) throws IOException {
    Optional<String> known = remembered(sequence);
    if (known.isPresent()) {
      return known;
    }
    List<Path> candidates =
        files(folder).stream().filter(each -> firstOf(each) <= sequence).toList();
    if (candidates.isEmpty()) {
      return Optional.empty();
    }
    Path holder = candidates.get(candidates.size() - 1);
    try (Stream<String> lines = Files.lines(holder)) {
      return lines
          .skip(sequence - firstOf(holder))
          .findFirst()
          .filter(line -> line.length() > HASH)
          .map(line -> line.substring(0, HASH));
    }
  }

  private synchronized Optional<String> remembered(long sequence) {
    return Optional.ofNullable(recent.get(sequence));
  }

  private static long firstOf(Path file) {
    return Long.parseLong(file.getFileName().toString().replace(SUFFIX, ""));
  }

  /**
   * A trail that is whole.
   *
   * @param after the entry that its first one follows; of sequence 0 unless files were moved away
   * @param head where it ends
   * @param unfinished whether a further line was begun: the node is just writing it, or could not
   *     write it whole and will take it back. Nobody has a receipt of it
   */
  public record Whole(Head after, Head head, boolean unfinished) {}

  /**
   * Verifies a trail, from the first file that is there.
   *
   * @throws IOException saying which line of which file is not as it was written
   */
  public static Whole verify(Path folder) throws IOException {
    List<Path> files = files(folder);
    Head after = files.isEmpty() ? new Head(0, BEGINNING) : beginning(files.get(0));
    Head head = after;
    boolean unfinished = false;
    for (int at = 0; at < files.size(); at++) {
      Path file = files.get(at);
      if (at < files.size() - 1) {
        head = verify(file, head);
      } else {
        // Read once: the node may be writing it.
        String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        String last = text.substring(text.lastIndexOf('\n') + 1);
        // One that lacks nothing but its end is an entry.
        unfinished = !last.isEmpty() && !last.endsWith("}}");
        String entries = unfinished ? text.substring(0, text.length() - last.length()) : text;
        head = verify(file, new BufferedReader(new StringReader(entries)), head);
      }
    }
    return new Whole(after, head, unfinished);
  }

  private static Head verify(Path file, Head before) throws IOException {
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      return verify(file, lines, before);
    }
  }

  private static Head verify(Path file, BufferedReader lines, Head before) throws IOException {
    Head head = before;
    if (firstOf(file) != head.sequence() + 1) {
      throw new IOException(file + " should begin with entry " + (head.sequence() + 1));
    }
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      head = next(head, line, file);
    }
    return head;
  }

  private static Head next(Head before, String line, Path file) throws IOException {
    String where = "entry " + (before.sequence() + 1) + " in " + file;
    Entry entry = entry(line, where);
    if (entry.head().sequence() != before.sequence() + 1
        || !entry.previous().equals(before.hash())) {
      throw new IOException(where + " does not follow the one before: something is missing");
    }
    return entry.head();
  }

  /** A line that is as it was written. */
  private record Entry(Head head, String previous) {}

  private static Entry entry(String line, String where) throws IOException {
    if (line.length() < HASH + 2 || line.charAt(HASH) != ' ') {
      throw new IOException(where + " is no entry");
    }
    String hash = line.substring(0, HASH);
    String json = line.substring(HASH + 1);
    if (!hash(json).equals(hash)) {
      throw new IOException(where + " was changed: its hash is another one");
    }
    try (JsonReader reader = Json.createReader(new StringReader(json))) {
      JsonObject entry = reader.readObject();
      return new Entry(
          new Head(entry.getJsonNumber("sequence").longValueExact(), hash),
          entry.getString("previous"));
    } catch (JsonException | NullPointerException | ClassCastException | ArithmeticException e) {
      throw new IOException(where + " cannot be read", e);
    }
  }

  private static String hash(String json) {
    return Sha256.hex(json.getBytes(StandardCharsets.UTF_8));
  }

  /** Its newest file. */
  @Override
  public String toString() {
    return file.toString();
  }

  @Override
  public synchronized void close() throws IOException {
    try (lock) {
      out.close();
    }
  }
}
