package io.sallyport.contract.identity;

import java.util.regex.Pattern;

/**
 * A region's code such as {@code eu-central-1}. The form only: whether AWS has such a region is
 * asked of the SDK where a request is made.
 *
 * @param value never null
 */
public record RegionName(String value) {
  private static final Pattern FORM = Pattern.compile("[a-z]{2,4}(-[a-z]{2,12}){1,3}-[0-9]{1,2}");

  public RegionName {
    if (value == null || !FORM.matcher(value).matches()) {
      throw new IllegalArgumentException("a region looks like eu-central-1");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
