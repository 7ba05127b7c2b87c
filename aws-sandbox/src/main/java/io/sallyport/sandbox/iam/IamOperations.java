package io.sallyport.sandbox.iam;

import io.sallyport.sandbox.aws.Call;
import io.sallyport.sandbox.aws.Operation;
import io.sallyport.sandbox.identity.IamUser;
import io.sallyport.sandbox.identity.KeySource;
import io.sallyport.sandbox.wire.AwsFault;
import java.util.HashMap;
import java.util.Map;

/**
 * All IAM operations. Temporary keys of a user are not accepted, as in AWS without a second factor.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/APIReference/welcome.html">IAM API
 *     reference</a>
 */
public final class IamOperations {
  private final KeySource source;

  public IamOperations(KeySource source) {
    this.source = source;
  }

  public Map<String, Operation> operations() {
    Map<String, Operation> operations = new HashMap<>();
    operations.putAll(new RoleOperations(source).operations());
    operations.putAll(new UserOperations(source).operations());
    operations.putAll(new AccessKeyOperations(source).operations());
    operations.replaceAll((name, operation) -> call -> operation.perform(accepted(call)));
    return operations;
  }

  private static Call accepted(Call call) {
    if (call.caller() instanceof IamUser user && user.temporary()) {
      throw new AwsFault(
          403, "InvalidClientTokenId", "The security token included in the request is invalid");
    }
    return call;
  }
}
