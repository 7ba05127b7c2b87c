package io.sallyport.ceremony.command;

import io.sallyport.ceremony.NewFiles;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One run of a command: which files its paths stand for, what it says, and what came of it. In a
 * rehearsal it touches nothing outside the rehearsal's folder; otherwise nothing that a rehearsal
 * made.
 */
final class Ceremony implements AutoCloseable {
  private static final int MAX_FILE = 4 * 1024 * 1024;
  private static final String PRIVATE = "rw-------";

  private final String command;
  private final Setting setting;
  private final Terminal terminal;
  private final Optional<Rehearsal> rehearsal;
  private final boolean json;
  private final JsonObjectBuilder facts = Json.createObjectBuilder();
  private final JsonArrayBuilder written = Json.createArrayBuilder();
  private final List<String> lines = new ArrayList<>();
  private final List<String> next = new ArrayList<>();

  Ceremony(String command, Setting setting, Optional<Rehearsal> rehearsal, boolean json) {
    this.command = command;
    this.setting = setting;
    this.terminal = setting.terminal();
    this.rehearsal = rehearsal;
    this.json = json;
    if (isRehearsal()) {
      explain("Everything happens in %s.".formatted(rehearsal.orElseThrow().folder()));
    }
  }

  boolean isRehearsal() {
    return rehearsal.isPresent();
  }

  Instant now() {
    return setting.clock().instant();
  }

  Terminal terminal() {
    return terminal;
  }

  /** Says in plain words what comes next. */
  void explain(String text) {
    Terminal.show(terminal.err(), marked(text));
  }

  /** Says, after the result, what to do next. */
  void next(String text) {
    next.add(text);
  }

  /** A line of the result, for people. */
  void tell(String line) {
    lines.add(line);
  }

  /** The result, for scripts. */
  JsonObjectBuilder facts() {
    return facts;
  }

  /** A name or sentence; in a rehearsal it says so. */
  String marked(String text) {
    return isRehearsal() ? Rehearsal.MARK + " " + text : text;
  }

  /** The file that a path of the command line stands for. */
  Path file(Path given) throws CeremonyStopped {
    return isRehearsal() ? rehearsal.orElseThrow().file(setting.place(given)) : real(given);
  }

  /** The folder that a path of the command line stands for. */
  Path folder(Path given) throws CeremonyStopped {
    return isRehearsal() ? rehearsal.orElseThrow().folder(setting.place(given)) : real(given);
  }

  private Path real(Path given) throws CeremonyStopped {
    Path path = setting.base().resolve(given);
    if (Rehearsal.isMarked(path.toAbsolutePath().normalize())) {
      throw CeremonyStopped.refused(
          "%s is from a rehearsal. Without --rehearse only real files are used.", given);
    }
    return path;
  }

  /** A file that must be there. */
  Path existing(Path given) throws CeremonyStopped {
    Path file = file(given);
    if (Files.isRegularFile(file)) {
      return file;
    }
    if (isRehearsal() && Files.exists(setting.base().resolve(given))) {
      throw CeremonyStopped.refused(
          "%s is not from this rehearsal. A rehearsal reads only what it made itself.", given);
    }
    throw new CeremonyStopped(Outcome.FILES, given + ": there is no such file.");
  }

  /** A folder that must be there. */
  Path existingFolder(Path given) throws CeremonyStopped {
    Path folder = folder(given);
    if (Files.isDirectory(folder)) {
      return folder;
    }
    if (isRehearsal() && Files.exists(setting.base().resolve(given))) {
      throw CeremonyStopped.refused(
          "%s is not from this rehearsal. A rehearsal reads only what it made itself.", given);
    }
    throw new CeremonyStopped(Outcome.FILES, given + ": there is no such folder.");
  }

  /** The files of a folder whose names end so, in order. */
  List<Path> filesIn(Path given, String suffix) throws CeremonyStopped {
    try (Stream<Path> all = Files.list(existingFolder(given))) {
      return all.filter(file -> file.getFileName().toString().endsWith(suffix)).sorted().toList();
    } catch (IOException e) {
      throw new CeremonyStopped(Outcome.FILES, given + ": the folder cannot be read.", e);
    }
  }

  /** What is in a file of at most 4 MiB. */
  byte[] read(Path given) throws CeremonyStopped {
    return readActual(existing(given));
  }

  /** Text in UTF-8. */
  String text(Path given) throws CeremonyStopped {
    return new String(read(given), StandardCharsets.UTF_8);
  }

  /** What is in a file that {@link #filesIn} found. */
  byte[] readActual(Path file) throws CeremonyStopped {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] content = in.readNBytes(MAX_FILE + 1);
      if (content.length > MAX_FILE) {
        throw CeremonyStopped.refused("%s has more than 4 MiB.", file);
      }
      return content;
    } catch (NoSuchFileException e) {
      throw new CeremonyStopped(Outcome.FILES, file + ": there is no such file.", e);
    } catch (IOException e) {
      throw new CeremonyStopped(Outcome.FILES, file + ": cannot be read.", e);
    }
  }

  /** Writes new files, all or none, and says so. */
  void write(NewFiles files) throws IOException {
    files.write();
    for (Path file : files.names()) {
      written.add(file.toString());
      tell("wrote " + file);
      if (!PRIVATE.equals(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))) {
        explain(
            "%s: this medium does not keep permissions. Whoever holds it can read it."
                .formatted(file));
      }
    }
  }

  /** Requires that none of these exists, before anything is made for them. */
  void requireNew(Collection<Path> files) throws IOException {
    NewFiles.requireNone(files);
  }

  /** Answers: one JSON object, or lines. */
  void finish() {
    if (json) {
      facts
          .add("written", written)
          .add("command", command)
          .add("rehearsal", isRehearsal())
          .add("ok", true)
          .add("exit", Outcome.OK.exit());
      terminal.out().println(facts.build());
      terminal.out().flush();
    } else {
      lines.forEach(line -> Terminal.show(terminal.out(), marked(line)));
    }
    next.forEach(text -> explain("Next: " + text));
  }

  @Override
  public void close() throws IOException {
    if (isRehearsal()) {
      rehearsal.orElseThrow().close();
    }
  }
}
