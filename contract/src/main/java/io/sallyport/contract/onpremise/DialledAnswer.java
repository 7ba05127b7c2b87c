package io.sallyport.contract.onpremise;

/**
 * How an answer to a {@link DialledOrder} begins.
 *
 * @param status HTTP status
 * @param receipt the node's; null for an order that it refused
 * @param date the node's clock, as a {@code Date} header would tell it
 * @param head how AWS's answer to a tool begins, in Base64; null for all other answers
 */
public record DialledAnswer(int status, String receipt, String date, String head) {}
