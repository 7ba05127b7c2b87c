package io.sallyport.api.wire;

import io.sallyport.contract.request.AnswerHead;
import java.io.InputStream;

/**
 * What AWS answered.
 *
 * @param head how it begins
 * @param content not read yet; whoever has it closes it
 */
public record WireAnswer(AnswerHead head, InputStream content) {}
