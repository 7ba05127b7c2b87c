package io.sallyport.tenancy.audit;

import io.sallyport.contract.audit.AuditEntry;
import io.sallyport.contract.audit.AuditTrail;
import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.UUID;

/** The audit trail in the database: if a link cannot be committed, the caller is stopped. */
@ApplicationScoped
public class AuditJournal implements AuditTrail {
  @Inject private AuditChains chains;

  @Override
  public UUID intend(AuditEntry entry) {
    NewLink link = NewLink.intent(entry);
    try {
      chains.append(link);
    } catch (RuntimeException e) {
      throw new ProblemException(ErrorCode.AUDIT_UNAVAILABLE, e);
    }
    return link.id();
  }

  @Override
  public void conclude(AuditEntry entry, UUID intent, String outcome) {
    try {
      chains.append(NewLink.outcome(entry, intent, outcome));
    } catch (RuntimeException e) {
      throw new ProblemException(ErrorCode.AUDIT_OUTCOME_UNWRITTEN, e);
    }
  }
}
