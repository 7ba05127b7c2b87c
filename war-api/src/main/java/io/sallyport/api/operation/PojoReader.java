package io.sallyport.api.operation;

import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingKnownType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.utils.builder.Buildable;

/**
 * Fills an SDK request from JSON by the SDK's own field metadata, so that no operation needs code
 * of its own. Names are AWS's API names. An unknown name or a wrong form is refused with its path.
 */
final class PojoReader {
  private PojoReader() {}

  /**
   * Fills {@code builder}.
   *
   * @param values members by API name
   * @param path where we are, for the message, e.g. {@code parameters.Filters[0]}
   * @throws ProblemException {@code SP-PARAMETER-UNKNOWN} or {@code SP-PARAMETER-INVALID}
   */
  static void fill(SdkPojo builder, Map<?, ?> values, String path) {
    Map<String, SdkField<?>> fields = new LinkedHashMap<>();
    for (SdkField<?> field : builder.sdkFields()) {
      fields.put(field.memberName(), field);
    }
    for (Map.Entry<?, ?> entry : values.entrySet()) {
      String where = path + "." + entry.getKey();
      SdkField<?> field = fields.get(String.valueOf(entry.getKey()));
      if (field == null) {
        throw ProblemException.in(
            ErrorCode.PARAMETER_UNKNOWN,
            where,
            "There is no " + where + "; known are " + fields.keySet() + ".");
      }
      if (entry.getValue() != null) {
        field.set(builder, value(field, entry.getValue(), where));
      }
    }
  }

  private static Object value(SdkField<?> field, Object json, String where) {
    MarshallingKnownType type = field.marshallingType().getKnownType();
    if (type == null) {
      throw wrong(where, "a form that Sallyport can forward");
    }
    try {
      return switch (type) {
        case STRING -> text(json, where);
        case INTEGER -> number(json, where).intValueExact();
        case LONG -> number(json, where).longValueExact();
        case SHORT -> number(json, where).shortValueExact();
        case BYTE -> number(json, where).byteValueExact();
        case FLOAT -> number(json, where).floatValue();
        case DOUBLE -> number(json, where).doubleValue();
        case BIG_DECIMAL -> number(json, where);
        case BOOLEAN -> truth(json, where);
        case INSTANT -> Instant.parse(text(json, where));
        case SDK_BYTES -> SdkBytes.fromByteArray(Base64.getDecoder().decode(text(json, where)));
        case LIST -> list(field, json, where);
        case MAP -> map(field, json, where);
        case SDK_POJO -> pojo(field, json, where);
        case NULL, DOCUMENT -> throw wrong(where, "a form that Sallyport can forward");
      };
    } catch (ArithmeticException | DateTimeException | IllegalArgumentException e) {
      throw wrong(where, "a valid " + type.name().toLowerCase(Locale.ROOT));
    }
  }

  private static List<Object> list(SdkField<?> field, Object json, String where) {
    if (!(json instanceof List<?> elements)) {
      throw wrong(where, "a list");
    }
    SdkField<?> member = field.getTrait(ListTrait.class).memberFieldInfo();
    List<Object> values = new ArrayList<>();
    for (Object element : elements) {
      values.add(value(member, element, where + "[" + values.size() + "]"));
    }
    return values;
  }

  private static Map<String, Object> map(SdkField<?> field, Object json, String where) {
    if (!(json instanceof Map<?, ?> members)) {
      throw wrong(where, "an object");
    }
    SdkField<?> member = field.getTrait(MapTrait.class).valueFieldInfo();
    Map<String, Object> values = new LinkedHashMap<>();
    members.forEach(
        (key, each) -> values.put(String.valueOf(key), value(member, each, where + "." + key)));
    return values;
  }

  private static Object pojo(SdkField<?> field, Object json, String where) {
    if (!(json instanceof Map<?, ?> members)) {
      throw wrong(where, "an object");
    }
    SdkPojo builder = field.constructor().get();
    fill(builder, members, where);
    return ((Buildable) builder).build();
  }

  private static String text(Object json, String where) {
    if (json instanceof String text) {
      return text;
    }
    throw wrong(where, "a text");
  }

  private static BigDecimal number(Object json, String where) {
    if (json instanceof Number number) {
      return new BigDecimal(number.toString());
    }
    throw wrong(where, "a number");
  }

  private static Boolean truth(Object json, String where) {
    if (json instanceof Boolean truth) {
      return truth;
    }
    throw wrong(where, "true or false");
  }

  private static ProblemException wrong(String where, String expected) {
    return ProblemException.in(
        ErrorCode.PARAMETER_INVALID, where, where + " must be " + expected + ".");
  }
}
