package io.sallyport.sandbox.console;

import io.sallyport.sandbox.wire.Parameters;
import io.sallyport.sandbox.wire.WireRequest;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The fields of a posted form, sent URL-encoded or, with a file among them, as multipart. */
record FormFields(Map<String, String> values) {
  private static final Pattern BOUNDARY =
      Pattern.compile("multipart/form-data;.*boundary=\"?([^\";]{1,70})\"?.*");
  private static final Pattern NAME =
      Pattern.compile("(?i)content-disposition:\\s*form-data;.*?\\bname=\"([^\"]*)\"");

  FormFields {
    values = Map.copyOf(values);
  }

  static FormFields of(WireRequest request) {
    Matcher boundary = BOUNDARY.matcher(request.header("content-type").orElse(""));
    return boundary.matches()
        ? multipart(request, boundary.group(1))
        : new FormFields(Parameters.of("", request.bodyText()).values());
  }

  /** The value of a field; empty where it was not sent. */
  String value(String name) {
    return values.getOrDefault(name, "");
  }

  private static FormFields multipart(WireRequest request, String boundary) {
    String latin = new String(request.body(), StandardCharsets.ISO_8859_1);
    Map<String, String> values = new LinkedHashMap<>();
    for (String part : ("\r\n" + latin).split(Pattern.quote("\r\n--" + boundary), -1)) {
      int head = part.indexOf("\r\n\r\n");
      Matcher name = NAME.matcher(head < 0 ? "" : part.substring(0, head));
      if (name.find()) {
        byte[] content = part.substring(head + 4).getBytes(StandardCharsets.ISO_8859_1);
        values.put(name.group(1), new String(content, StandardCharsets.UTF_8));
      }
    }
    return new FormFields(values);
  }
}
