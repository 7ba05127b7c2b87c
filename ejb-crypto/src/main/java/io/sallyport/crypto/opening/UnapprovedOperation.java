package io.sallyport.crypto.opening;

/**
 * What bc-fips throws in approved-only mode for an operation that is not approved: an {@link
 * Error}, which {@code catch (Exception)} misses. Known by its name, because the module's classes
 * are not on the application's class path.
 */
final class UnapprovedOperation {
  private static final String NAME = "org.bouncycastle.crypto.fips.FipsUnapprovedOperationError";

  private UnapprovedOperation() {}

  static boolean is(Error error) {
    return NAME.equals(error.getClass().getName());
  }
}
