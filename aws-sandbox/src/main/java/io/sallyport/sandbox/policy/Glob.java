package io.sallyport.sandbox.policy;

import java.util.ArrayList;
import java.util.List;

/**
 * A resolved pattern of a policy: literal characters, {@code *} for any run and {@code ?} for any
 * one character.
 *
 * <p>Characters that came from a policy variable are literal, so a tag value of {@code *} matches
 * only an asterisk.
 */
final class Glob {
  private static final int ANY_RUN = -1;
  private static final int ANY_ONE = -2;
  private final int[] tokens;

  private Glob(int[] tokens) {
    this.tokens = tokens;
  }

  static Glob of(String pattern) {
    return new Builder().pattern(pattern).build();
  }

  boolean matches(String text) {
    int token = 0;
    int position = 0;
    int lastRun = -1;
    int resumeAt = 0;
    while (position < text.length()) {
      if (token < tokens.length && tokens[token] == ANY_RUN) {
        lastRun = token++;
        resumeAt = position;
      } else if (token < tokens.length
          && (tokens[token] == ANY_ONE || tokens[token] == text.charAt(position))) {
        token++;
        position++;
      } else if (lastRun >= 0) {
        token = lastRun + 1;
        position = ++resumeAt;
      } else {
        return false;
      }
    }
    while (token < tokens.length && tokens[token] == ANY_RUN) {
      token++;
    }
    return token == tokens.length;
  }

  /** The pattern cut at the first {@code parts - 1} colons, as ARNs are compared. */
  List<Glob> splitAtColons(int parts) {
    List<Glob> split = new ArrayList<>();
    Builder current = new Builder();
    for (int token : tokens) {
      if (token == ':' && split.size() < parts - 1) {
        split.add(current.build());
        current = new Builder();
      } else {
        current.tokens.add(token);
      }
    }
    split.add(current.build());
    return split;
  }

  /** Collects a pattern from its wildcards and literals. */
  static final class Builder {
    private final List<Integer> tokens = new ArrayList<>();

    Builder pattern(String text) {
      text.chars()
          .forEach(c -> tokens.add(c == '*' ? ANY_RUN : c == '?' ? ANY_ONE : Integer.valueOf(c)));
      return this;
    }

    Builder literal(String text) {
      text.chars().forEach(tokens::add);
      return this;
    }

    Glob build() {
      return new Glob(tokens.stream().mapToInt(Integer::intValue).toArray());
    }
  }
}
