package io.sallyport.web.outbound;

import java.io.IOException;

/** A request that was not sent, or an answer that was not read: the message says why. */
public final class OutboundRefused extends IOException {
  private static final long serialVersionUID = 1L;

  OutboundRefused(String why) {
    super(why);
  }
}
