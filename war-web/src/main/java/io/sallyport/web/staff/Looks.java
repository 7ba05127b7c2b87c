package io.sallyport.web.staff;

import io.sallyport.contract.audit.AuditAction;
import io.sallyport.contract.audit.AuditEntry;
import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.contract.identity.TenantId;
import io.sallyport.tenancy.company.SignedIn;
import io.sallyport.tenancy.scope.Look;
import io.sallyport.web.edge.PathId;
import io.sallyport.web.session.CurrentPerson;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.UUID;

/** Turns whoever of the staff is signed in into somebody who looks at one customer. */
@ApplicationScoped
public class Looks {
  @Inject private CurrentPerson current;

  /**
   * A look at a customer.
   *
   * @param tenant as it was given
   * @throws ProblemException {@code SP-NOT-FOUND} for what is no tenant's id, or the vendor's own
   */
  public Look at(String tenant) {
    SignedIn person = current.getPerson();
    if (person == null) {
      throw new ProblemException(ErrorCode.SIGN_IN_REQUIRED);
    }
    TenantId wanted = new TenantId(PathId.of(tenant, ErrorCode.NOT_FOUND));
    if (wanted.equals(TenantId.VENDOR)) {
      throw new ProblemException(ErrorCode.NOT_FOUND);
    }
    return new Look(person.actor(), person.displayName(), wanted);
  }

  /** What the customer's trail says of it. */
  public static AuditEntry entry(Look look, AuditAction action, Object subject) {
    return AuditEntry.of(look.actor(), action, subject, UUID.randomUUID())
        .with("staff", look.name());
  }
}
