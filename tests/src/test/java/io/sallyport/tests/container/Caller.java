package io.sallyport.tests.container;

import jakarta.annotation.security.PermitAll;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import java.util.concurrent.Callable;
import javax.naming.InitialContext;
import javax.naming.NamingException;

/**
 * Calls as whoever holds one role. A test's archive has one such EJB for each role, named like it,
 * whose run-as is that role: see {@link Ears}.
 */
@PermitAll
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class Caller {
  /** How a call ended; an exception that left this EJB would be wrapped by the container. */
  public record Outcome<T>(T value, Exception thrown) {
    T get() throws Exception {
      if (thrown != null) {
        throw thrown;
      }
      return value;
    }
  }

  /** Calls {@code act} in {@code role}, or as nobody. */
  public static <T> T as(String role, Callable<T> act) throws Exception {
    if (role.equals(Roles.ANONYMOUS)) {
      return act.call();
    }
    Caller caller = ejb(role);
    return caller.call(act).get();
  }

  /** An EJB beside this one. */
  @SuppressWarnings("BanJNDI") // Only the container binds names in java:app.
  public static <T> T ejb(String name) throws NamingException {
    return InitialContext.doLookup("java:app/" + Ears.CALLERS + "/" + name);
  }

  /** Calls {@code act} in this EJB's role. */
  public <T> Outcome<T> call(Callable<T> act) {
    try {
      return new Outcome<>(act.call(), null);
    } catch (Exception e) {
      return new Outcome<>(null, e);
    }
  }
}
