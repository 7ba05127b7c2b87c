package io.sallyport.sandbox.aws;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sallyport.sandbox.wire.AwsFault;
import io.sallyport.sandbox.wire.Parameters;
import java.util.List;
import java.util.Optional;

/**
 * A page of a listing whose token says how many came before.
 *
 * @param next for the token of the following page
 */
public record Listing<T>(List<T> items, Optional<String> next) {
  /**
   * The page that was asked for.
   *
   * @param size the parameter for how many at most
   * @param token the parameter for where to go on
   */
  public static <T> Listing<T> of(
      List<T> all, Parameters parameters, String size, String token, int most) {
    int asked = number(parameters.optional(size).orElse(String.valueOf(most)));
    return page(all, parameters.optional(token), Math.min(most, asked));
  }

  /** The same where nothing says how many. */
  public static <T> Listing<T> of(List<T> all, Parameters parameters, String token, int most) {
    return page(all, parameters.optional(token), most);
  }

  private static <T> Listing<T> page(List<T> all, Optional<String> token, int size) {
    int start = number(token.orElse("0"));
    int end = Math.min(all.size(), start + size);
    return new Listing<>(
        all.subList(Math.min(start, end), end),
        end < all.size() ? Optional.of(String.valueOf(end)) : Optional.empty());
  }

  private static int number(String text) {
    if (!text.matches("[0-9]{1,9}")) {
      throw new AwsFault(400, "InvalidParameterException", "Not a number or token: " + text);
    }
    return Integer.parseInt(text);
  }

  /** Writes the token, where there is one. */
  public void tell(ObjectNode json, String name) {
    next.ifPresent(token -> json.put(name, token));
  }
}
