package io.sallyport.api.order;

/** What came is not signed as it must be. The message says why, for our own log only. */
public class NotGenuine extends Exception {
  private static final long serialVersionUID = 1L;

  public NotGenuine(String why) {
    super(why);
  }

  public NotGenuine(String why, Throwable cause) {
    super(why, cause);
  }
}
