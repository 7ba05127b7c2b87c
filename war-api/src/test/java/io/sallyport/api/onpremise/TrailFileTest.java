package io.sallyport.api.onpremise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrailFileTest {
  @TempDir private Path folder;

  private Path first() {
    return folder.resolve("0000000000000001.trail");
  }

  private TrailFile.Head write(int entries) throws IOException {
    try (TrailFile trail = TrailFile.open(folder)) {
      for (int i = 0; i < entries; i++) {
        trail.append(Map.of("operation", "Operation \"" + i + "\"\nof many"));
      }
      return trail.head();
    }
  }

  @Test
  void itGoesOnWhereItEnded() throws IOException {
    write(3);
    TrailFile.Head head = write(2);
    assertThat(head.sequence()).isEqualTo(5);
    assertThat(TrailFile.verify(folder).head()).isEqualTo(head);
    assertThat(Files.readAllLines(first())).hasSize(5);
  }

  @Test
  void eachEntryIsFoundByItsSequence() throws IOException {
    write(3);
    try (TrailFile trail = TrailFile.open(folder)) {
      assertThat(trail.hashAt(3)).contains(trail.head().hash());
      assertThat(trail.hashAt(1)).isPresent().isNotEqualTo(trail.hashAt(2));
      assertThat(trail.hashAt(4)).isEmpty();
      assertThat(trail.hashAt(0)).isEmpty();
    }
  }

  @Test
  void aLineThatWasBeingWrittenIsDroppedAndNothingElse() throws IOException {
    TrailFile.Head before = write(2);
    Files.writeString(first(), "0123456789 {\"half", StandardOpenOption.APPEND);
    try (TrailFile trail = TrailFile.open(folder)) {
      assertThat(trail.head()).isEqualTo(before);
      trail.append(Map.of("operation", "next"));
    }
    assertThat(TrailFile.verify(folder).head().sequence()).isEqualTo(3);
  }

  @Test
  void whatWasChangedRemovedSwappedOrInsertedShows() throws IOException {
    write(4);
    List<String> lines = Files.readAllLines(first());
    notWhole(changed(lines, 1, lines.get(1).replace("Operation", "operation")), "was changed");
    List<String> removed = new ArrayList<>(lines);
    removed.remove(1);
    notWhole(removed, "something is missing");
    List<String> swapped = new ArrayList<>(lines);
    swapped.set(1, lines.get(2));
    swapped.set(2, lines.get(1));
    notWhole(swapped, "does not follow");
    List<String> inserted = new ArrayList<>(lines);
    inserted.add(2, lines.get(1));
    notWhole(inserted, "does not follow");
    notWhole(changed(lines, 0, ""), "is no entry");
    notWhole(lines.subList(1, 4), "does not follow");
  }

  private static List<String> changed(List<String> lines, int at, String line) {
    List<String> copy = new ArrayList<>(lines);
    copy.set(at, line);
    return copy;
  }

  private void notWhole(List<String> lines, String why) throws IOException {
    Files.write(first(), lines);
    assertThatThrownBy(() -> TrailFile.verify(folder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(why);
    assertThatThrownBy(() -> TrailFile.open(folder)).isInstanceOf(IOException.class);
  }

  /** The trail in two files, as after 16 MiB. */
  private Path split(int at) throws IOException {
    List<String> lines = Files.readAllLines(first());
    Path second = folder.resolve("%016d.trail".formatted(at + 1));
    Files.write(second, lines.subList(at, lines.size()));
    Files.write(first(), lines.subList(0, at));
    return second;
  }

  @Test
  void whatWasMovedAwayIsToldAndTheRestGoesOn() throws IOException {
    write(6);
    String third = Files.readAllLines(first()).get(2).substring(0, 64);
    split(3);
    assertThat(TrailFile.verify(folder).after().sequence()).isZero();
    Files.delete(first());
    assertThat(write(1).sequence()).isEqualTo(7);
    TrailFile.Whole whole = TrailFile.verify(folder);
    assertThat(whole.after()).isEqualTo(new TrailFile.Head(3, third));
    assertThat(whole.head().sequence()).isEqualTo(7);
  }

  @Test
  void itStartsByItsNewestFileAndAllOfItIsVerifiedByWhoeverAsks() throws IOException {
    write(6);
    Path second = split(3);
    List<String> older = Files.readAllLines(first());
    Files.write(first(), changed(older, 1, older.get(1).replace("Operation", "operation")));
    assertThat(write(1).sequence()).isEqualTo(7);
    assertThatThrownBy(() -> TrailFile.verify(folder)).hasMessageContaining("was changed");
    // What the newest file follows is looked at.
    Files.write(first(), older.subList(0, 2));
    assertThatThrownBy(() -> TrailFile.open(folder)).hasMessageContaining("should begin with");
    Files.write(first(), older);
    Files.write(second, List.of());
    Files.delete(first());
    assertThatThrownBy(() -> TrailFile.open(folder)).hasMessageContaining("is empty");
  }

  @Test
  void itGoesOnAfterAWriteThatFailed() throws IOException {
    try (TrailFile trail = TrailFile.open(folder)) {
      TrailFile.Head before = trail.append(Map.of("operation", "first"));
      // A channel is closed under whoever is interrupted, as a disk that fails would close it.
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> trail.append(Map.of("operation", "lost")))
          .isInstanceOf(IOException.class);
      assertThat(Thread.interrupted()).isTrue();
      assertThat(trail.head()).isEqualTo(before);
      trail.append(Map.of("operation", "second"));
      trail.append(Map.of("operation", "third"));
    }
    assertThat(TrailFile.verify(folder).head().sequence()).isEqualTo(3);
    assertThat(Files.readString(first())).doesNotContain("lost");
  }

  @Test
  void manyAtOnceFollowEachOther() throws IOException {
    try (TrailFile trail = TrailFile.open(folder)) {
      IntStream.range(0, 200)
          .parallel()
          .forEach(
              each -> {
                try {
                  trail.append(Map.of("operation", String.valueOf(each)));
                } catch (IOException e) {
                  throw new AssertionError(e);
                }
              });
    }
    assertThat(TrailFile.verify(folder).head().sequence()).isEqualTo(200);
  }

  @Test
  void aFileThatHasGrownIsFollowedByAnotherOne() throws IOException {
    try (TrailFile trail = TrailFile.open(folder, 500)) {
      for (int i = 0; i < 12; i++) {
        trail.append(Map.of("operation", "Operation " + i));
      }
      assertThat(trail.hashAt(1)).isPresent();
    }
    assertThat(folder.toFile().list((in, name) -> name.endsWith(".trail")).length).isGreaterThan(2);
    assertThat(TrailFile.verify(folder).head().sequence()).isEqualTo(12);
    assertThat(write(1).sequence()).isEqualTo(13);
    assertThat(TrailFile.verify(folder).head().sequence()).isEqualTo(13);
  }

  @Test
  void oneNodeWritesItAtATime() throws IOException {
    try (TrailFile first = TrailFile.open(folder)) {
      first.append(Map.of("operation", "one"));
      assertThatThrownBy(() -> TrailFile.open(folder))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("a node that runs");
      first.append(Map.of("operation", "two"));
    }
    assertThat(write(1).sequence()).isEqualTo(3);
  }

  @Test
  void aLineThatIsBeingWrittenIsNobodysDoing() throws IOException {
    TrailFile.Head head = write(2);
    assertThat(TrailFile.verify(folder).unfinished()).isFalse();
    Files.writeString(first(), "0123456789 {\"half", StandardOpenOption.APPEND);
    TrailFile.Whole whole = TrailFile.verify(folder);
    assertThat(whole.unfinished()).isTrue();
    assertThat(whole.head()).isEqualTo(head);
  }

  @Test
  void whoeverTakesALinesEndAwayHidesNothing() throws IOException {
    write(2);
    String text = Files.readString(first()).stripTrailing();
    Files.writeString(first(), text);
    assertThat(TrailFile.verify(folder).head().sequence()).isEqualTo(2);
    Files.writeString(first(), text.replace("Operation \\\"1", "Operation \\\"7"));
    assertThatThrownBy(() -> TrailFile.verify(folder)).hasMessageContaining("was changed");
  }
}
