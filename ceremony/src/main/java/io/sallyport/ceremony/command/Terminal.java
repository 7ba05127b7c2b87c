package io.sallyport.ceremony.command;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.Charset;

/**
 * Where the tool is read and answered. Results go to one stream; explanations and questions to
 * another, so that a script gets results only.
 *
 * @param in what is piped in
 * @param out for results
 * @param err for explanations, questions and errors
 * @param console reads secrets without showing them; null when nobody sits at one
 */
record Terminal(BufferedReader in, PrintWriter out, PrintWriter err, Console console) {
  /** This process's own. */
  static Terminal ofProcess() {
    return new Terminal(
        new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset())),
        new PrintWriter(System.out, true),
        new PrintWriter(System.err, true),
        System.console());
  }

  /** Shows text on {@code to}, without what would steer a terminal. */
  static void show(PrintWriter to, String text) {
    to.println(text.replaceAll("[\\p{Cc}\\p{Cf}&&[^\\n]]", "?"));
    to.flush();
  }

  /**
   * Asks for a secret; it is not shown when somebody sits at a console.
   *
   * @return for the caller to zero
   */
  char[] secret(String question) throws IOException, CeremonyStopped {
    if (console != null) {
      char[] typed = console.readPassword("%s: ", question);
      if (typed != null) {
        return typed;
      }
      throw new CeremonyStopped(Outcome.REFUSED, "Nothing was typed.");
    }
    return line(question).toCharArray();
  }

  /** Asks for a line. */
  String line(String question) throws IOException, CeremonyStopped {
    show(err, question + ":");
    String line = in.readLine();
    if (line == null) {
      throw new CeremonyStopped(Outcome.REFUSED, question + ": standard input ended.");
    }
    return line.strip();
  }
}
