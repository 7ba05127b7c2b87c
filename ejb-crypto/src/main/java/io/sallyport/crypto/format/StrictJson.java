package io.sallyport.crypto.format;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonConfig;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import jakarta.json.JsonString;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParserFactory;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads JSON in which nothing is left to interpretation: no member twice, none missing, none more,
 * nothing after the end, and one form for each value.
 */
public final class StrictJson {
  private static final Pattern NUMBER = Pattern.compile("0|-?[1-9][0-9]*");
  private static final JsonReaderFactory STRICT =
      Json.createReaderFactory(Map.of(JsonConfig.KEY_STRATEGY, JsonConfig.KeyStrategy.NONE));
  private static final JsonParserFactory TOKENS = Json.createParserFactory(Map.of());

  private StrictJson() {}

  /**
   * Reads a JSON object in which no member stands twice and each number is a whole one in its one
   * form, and after which only white space follows.
   *
   * @throws FormatException for anything else
   */
  public static JsonObject object(byte[] json) throws FormatException {
    try (JsonReader reader =
            STRICT.createReader(new ByteArrayInputStream(json), StandardCharsets.UTF_8);
        JsonParser all =
            TOKENS.createParser(new ByteArrayInputStream(json), StandardCharsets.UTF_8)) {
      // The reader sees duplicates but stops at the object's end; the parser sees what follows.
      while (all.hasNext()) {
        if (all.next() == JsonParser.Event.VALUE_NUMBER) {
          requireOneForm(all.getString());
        }
      }
      return reader.readObject();
    } catch (RuntimeException e) {
      // A parser's message quotes its input, which is not for anyone's eyes. Parsson throws several
      // kinds, a bare RuntimeException for deep nesting among them.
      throw new FormatException("not one JSON object without duplicate members");
    }
  }

  /** The reader keeps a number's value only: there, 1e0 is 1 and -0 is 0. */
  private static void requireOneForm(String number) throws FormatException {
    if (!NUMBER.matcher(number).matches()) {
      throw new FormatException("a number is a whole one, without exponent");
    }
  }

  /** Requires exactly these members. */
  public static void requireMembers(String where, JsonObject object, Set<String> members)
      throws FormatException {
    if (!object.keySet().equals(members)) {
      throw new FormatException(where + " has exactly the members " + members);
    }
  }

  /** Requires a member to be exactly that string. */
  public static void requireText(JsonObject object, String name, String expected)
      throws FormatException {
    if (!expected.equals(text(object, name))) {
      throw new FormatException(name + " must be " + expected);
    }
  }

  /** A member that is a string. */
  public static String text(JsonObject object, String name) throws FormatException {
    if (object.get(name) instanceof JsonString string) {
      return string.getString();
    }
    throw new FormatException(name + " must be a string");
  }

  /** A member that is a whole number between the two, written without sign, point or exponent. */
  public static long whole(JsonObject object, String name, long least, long most)
      throws FormatException {
    if (object.get(name) instanceof JsonNumber number
        && number.toString().matches("0|[1-9][0-9]{0,17}")
        && number.longValueExact() >= least
        && number.longValueExact() <= most) {
      return number.longValueExact();
    }
    throw new FormatException(
        "%s must be a whole number from %d to %d".formatted(name, least, most));
  }

  /** A member that is an array of at most so many objects. */
  public static List<JsonObject> objects(JsonObject object, String name, int most)
      throws FormatException {
    if (object.get(name) instanceof JsonArray array
        && array.size() <= most
        && array.stream().allMatch(JsonObject.class::isInstance)) {
      return array.getValuesAs(JsonObject.class);
    }
    throw new FormatException("%s must be an array of at most %d objects".formatted(name, most));
  }

  /** A member that is an object. */
  public static JsonObject object(JsonObject object, String name) throws FormatException {
    if (object.get(name) instanceof JsonObject inner) {
      return inner;
    }
    throw new FormatException(name + " must be an object");
  }

  /** A member that is base64url of exactly so many bytes. */
  public static byte[] bytes(JsonObject object, String name, int length) throws FormatException {
    byte[] bytes = base64url(name, text(object, name));
    if (bytes.length != length) {
      throw new FormatException("the " + name + " has " + length + " bytes");
    }
    return bytes;
  }

  /** The same of a text. */
  public static byte[] base64url(String what, String text) throws FormatException {
    // Whatever is not in Latin 1 becomes a question mark, which is no base64url either.
    return base64url(what, text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /**
   * Base64url without padding, canonical: unused bits must be zero, so that one value has one form.
   * Never empty.
   */
  public static byte[] base64url(String what, byte[] text) throws FormatException {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(text);
      if (bytes.length > 0 && endsInOneForm(text, bytes)) {
        return bytes;
      }
    } catch (IllegalArgumentException e) {
      // Its message quotes what was not base64url: answered below.
    }
    throw new FormatException("the " + what + " is not base64url");
  }

  /** Only the last characters, when they are no full group of four, have bits to spare. */
  private static boolean endsInOneForm(byte[] text, byte[] bytes) {
    byte[] last = Arrays.copyOfRange(bytes, bytes.length - bytes.length % 3, bytes.length);
    byte[] form = Base64.getUrlEncoder().withoutPadding().encode(last);
    return Arrays.equals(text, text.length - form.length, text.length, form, 0, form.length);
  }
}
