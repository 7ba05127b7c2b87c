package io.sallyport.tests.access;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * {@code docs/access-matrix.md}: who is let in where. What is tried is written down in the same
 * form in the build's folder, so that a difference can be read, and taken over where it is meant.
 */
public final class AccessMatrix {
  /** Nobody has signed in. */
  public static final String ANONYMOUS = "anonymous";

  /** Everybody there is at the portal, signed in or not. */
  public static final List<String> EVERYBODY =
      List.of(
          ANONYMOUS,
          "tenant-admin",
          "tenant-user",
          "tenant-auditor",
          "support",
          "operator",
          "key-custodian",
          "security-officer",
          "auditor");

  private static final Path FILE =
      Path.of(System.getProperty("sallyport.parts"), "../../../docs/access-matrix.md").normalize();

  private AccessMatrix() {}

  /** A table of the document: who is let in, by row. */
  public static Map<String, Set<String>> table(String heading) throws IOException {
    Map<String, Set<String>> rows = new LinkedHashMap<>();
    boolean inside = false;
    for (String line : Files.readAllLines(FILE)) {
      if (line.startsWith("## ")) {
        inside = line.substring(3).equals(heading);
      } else if (inside && line.startsWith("| `")) {
        String[] cells = line.split("\\|");
        Set<String> before = rows.put(cells[1].strip().replace("`", ""), roles(cells[2].strip()));
        if (before != null) {
          throw new IOException("twice in " + FILE + ": " + line);
        }
      }
    }
    return rows;
  }

  private static Set<String> roles(String cell) {
    return switch (cell) {
      case "everybody" -> new TreeSet<>(EVERYBODY);
      case "signed in" -> signedIn();
      case "nobody" -> new TreeSet<>();
      default -> Stream.of(cell.split(", ")).collect(Collectors.toCollection(TreeSet::new));
    };
  }

  private static Set<String> signedIn() {
    Set<String> roles = new TreeSet<>(EVERYBODY);
    roles.remove(ANONYMOUS);
    return roles;
  }

  /** Writes down what was tried, as the document would say it. */
  public static void write(String heading, Map<String, ? extends Collection<String>> tried)
      throws IOException {
    StringBuilder text =
        new StringBuilder("## " + heading + "\n\n| What | Who is let in |\n|---|---|\n");
    new TreeMap<>(tried)
        .forEach((row, roles) -> text.append("| `%s` | %s |%n".formatted(row, cell(roles))));
    Path file =
        Path.of(
            System.getProperty("sallyport.work"),
            "access-" + heading.toLowerCase(java.util.Locale.ROOT).replace(' ', '-') + ".md");
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private static String cell(Collection<String> roles) {
    Set<String> sorted = new TreeSet<>(roles);
    if (sorted.equals(new TreeSet<>(EVERYBODY))) {
      return "everybody";
    }
    if (sorted.equals(signedIn())) {
      return "signed in";
    }
    return sorted.isEmpty() ? "nobody" : String.join(", ", sorted);
  }
}
