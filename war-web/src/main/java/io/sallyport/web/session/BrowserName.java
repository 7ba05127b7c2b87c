package io.sallyport.web.session;

import java.util.List;

/** A browser's name for people, out of its User-Agent: enough to tell one's own devices apart. */
final class BrowserName {
  // In this order: what comes later calls itself by the names of what comes before it, too.
  private static final List<Mark> BROWSERS =
      List.of(
          new Mark("Edg/", "Edge"),
          new Mark("OPR/", "Opera"),
          new Mark("Firefox/", "Firefox"),
          new Mark("Chrome/", "Chrome"),
          new Mark("Safari/", "Safari"));
  private static final List<Mark> SYSTEMS =
      List.of(
          new Mark("Android", "Android"),
          new Mark("iPhone", "iPhone"),
          new Mark("iPad", "iPad"),
          new Mark("Windows", "Windows"),
          new Mark("Mac OS X", "macOS"),
          new Mark("Linux", "Linux"));

  private record Mark(String text, String name) {}

  private BrowserName() {}

  /** E.g. {@code Firefox on Linux}. */
  static String of(String userAgent) {
    return first(BROWSERS, userAgent, "A browser")
        + " on "
        + first(SYSTEMS, userAgent, "an unknown system");
  }

  private static String first(List<Mark> names, String userAgent, String otherwise) {
    for (Mark each : names) {
      if (userAgent.contains(each.text())) {
        return each.name();
      }
    }
    return otherwise;
  }
}
