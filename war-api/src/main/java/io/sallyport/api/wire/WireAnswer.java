package io.sallyport.api.wire;

import io.sallyport.contract.request.AnswerHead;
import java.io.IOException;
import java.io.InputStream;
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
