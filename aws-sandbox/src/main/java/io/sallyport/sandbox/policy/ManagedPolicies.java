package io.sallyport.sandbox.policy;

import java.util.Map;
import java.util.Optional;

/**
 * Of the policies that AWS itself manages, those that the sandbox knows.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AdministratorAccess.html">AdministratorAccess</a>
 */
public final class ManagedPolicies {
  /** AdministratorAccess. */
  public static final PolicyDocument ADMINISTRATOR =
      PolicyDocument.parse(
          """
          {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}""",
          PolicyKind.IDENTITY);

  private static final Map<String, PolicyDocument> ALL =
      Map.of("arn:aws:iam::aws:policy/AdministratorAccess", ADMINISTRATOR);

  private ManagedPolicies() {}

  /** The one of that ARN. */
  public static Optional<PolicyDocument> find(String arn) {
    return Optional.ofNullable(ALL.get(arn));
  }
}
