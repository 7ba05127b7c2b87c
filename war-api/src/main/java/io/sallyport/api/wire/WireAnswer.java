package io.sallyport.api.wire;

import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.contract.request.AnswerHead;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import software.amazon.awssdk.http.Abortable;

/**
 * What AWS answered.
 *
 * @param head how it begins
 * @param content not read yet; whoever has it closes it
 */
public record WireAnswer(AnswerHead head, InputStream content) {
  private static final Logger LOG = Logger.getLogger(WireAnswer.class.getName());

  /** The header that names the error in AWS's JSON protocols. */
  private static final String ERROR_TYPE = "x-amzn-errortype";

  private static final int BEGINNING = 4 * 1024;

  /**
   * An answer of which the beginning was read.
   *
   * @param said its error type and how its document begins, as text
   * @param answer the same answer, whole
   */
  public record Begun(String said, WireAnswer answer) {}

  /**
   * Reads how it begins; this one is not used any more then. For errors, which are short.
   *
   * @throws ProblemException {@code SP-AWS-UNAVAILABLE} when it breaks off there
   */
  public Begun begun() {
    try {
      byte[] beginning = content.readNBytes(BEGINNING);
      String type = String.join(" ", head.headers().getOrDefault(ERROR_TYPE, List.of()));
      return new Begun(
          type + new String(beginning, StandardCharsets.UTF_8),
          new WireAnswer(head, new Rejoined(beginning, content)));
    } catch (IOException | RuntimeException e) {
      close(this);
      throw new ProblemException(ErrorCode.AWS_UNAVAILABLE, e);
    }
  }

  /** A content of which the beginning was read. */
  private static final class Rejoined extends SequenceInputStream implements Abortable {
    private final InputStream rest;

    Rejoined(byte[] beginning, InputStream rest) {
      super(new ByteArrayInputStream(beginning), rest);
      this.rest = rest;
    }

    @Override
    public void abort() {
      giveUp(rest);
    }
  }

  /** Closing alone would read on to the end first, however far that is. */
  public static void giveUp(InputStream content) {
    if (content instanceof Abortable abortable) {
      abortable.abort();
    }
  }

  /**
   * Gives one up that nobody reads, so that its connection is free again.
   *
   * @param answer null for none
   */
  public static void close(WireAnswer answer) {
    if (answer != null) {
      try {
        giveUp(answer.content());
        answer.content().close();
      } catch (IOException e) {
        LOG.log(Level.FINE, "an answer that cannot be closed has ended", e);
      }
    }
  }
}
