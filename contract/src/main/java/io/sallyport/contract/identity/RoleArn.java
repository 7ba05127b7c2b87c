package io.sallyport.contract.identity;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The ARN of an IAM role (IAM User Guide, "IAM identifiers").
 *
 * @param partition {@code aws}, {@code aws-us-gov} or {@code aws-cn}
 * @param account the account that owns the role
 * @param pathAndName path and name without the leading slash, e.g. {@code vendor/Sallyport}
 */
public record RoleArn(String partition, AwsAccountId account, String pathAndName) {
  private static final Pattern FORM =
      Pattern.compile(
          "arn:(aws|aws-us-gov|aws-cn):iam::([0-9]{12}):role/"
              + "((?:[\\x21-\\x2e\\x30-\\x7e]+/){0,16}[\\w+=,.@-]{1,64})");
  private static final int MAX_LENGTH = 2048;

  /**
   * Reads an ARN.
   *
   * @throws IllegalArgumentException when {@code text} is not a role's ARN
   */
  public static RoleArn parse(String text) {
    Matcher matcher = FORM.matcher(text == null || text.length() > MAX_LENGTH ? "" : text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "a role ARN looks like arn:aws:iam::123456789012:role/Name");
    }
    return new RoleArn(matcher.group(1), new AwsAccountId(matcher.group(2)), matcher.group(3));
  }

  /** The role's name, without its path. */
  public String name() {
    return pathAndName.substring(pathAndName.lastIndexOf('/') + 1);
  }

  @Override
  public String toString() {
    return "arn:" + partition + ":iam::" + account + ":role/" + pathAndName;
  }
}
