package io.sallyport.contract.identity;

import java.util.regex.Pattern;

/**
 * An AWS account's number.
 *
 * @param value exactly 12 digits (AWS Account Management Reference, "AWS account identifiers")
 */
public record AwsAccountId(String value) {
  private static final Pattern FORM = Pattern.compile("[0-9]{12}");

  public AwsAccountId {
    if (value == null || !FORM.matcher(value).matches()) {
      throw new IllegalArgumentException("an AWS account id is 12 digits");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
