package io.sallyport.contract.onpremise;

import java.net.URI;
import java.util.Arrays;
import java.util.List;

/** Where companies' nodes dial in, as settings name it. */
public final class Gates {
  private Gates() {}

  /**
   * Reads several, separated by commas or spaces.
   *
   * @throws IllegalArgumentException naming the one that is no https URL
   */
  public static List<URI> list(String text) {
    return Arrays.stream(text.split("[,\\s]+"))
        .filter(each -> !each.isEmpty())
        .map(Gates::parse)
        .toList();
  }

  private static URI parse(String text) {
    URI gate;
    try {
      gate = URI.create(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(text + " is no https URL", e);
    }
    if (!"https".equals(gate.getScheme()) || gate.getHost() == null) {
      throw new IllegalArgumentException(text + " is no https URL");
    }
    return gate;
  }
}
