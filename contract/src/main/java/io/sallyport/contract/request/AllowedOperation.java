package io.sallyport.contract.request;

import java.util.List;

/**
 * An operation that customers may have forwarded.
 *
 * @param service AWS service as requests name it, e.g. {@code ec2}
 * @param clientClass the SDK's client
 * @param name the operation's API name
 * @param actions the IAM actions it needs: what the session policy is cut to
 */
public record AllowedOperation(
    String service, String clientClass, String name, List<String> actions) {
  public AllowedOperation {
    actions = List.copyOf(actions);
  }
}
