package io.sallyport.tenancy.scope;

import io.sallyport.contract.audit.AuditEntry;
import io.sallyport.contract.identity.Actor;
import io.sallyport.contract.identity.TenantId;
import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;

/** The one place where a transaction gets its tenant. */
@TenantBound
@Interceptor
@Priority(Interceptor.Priority.APPLICATION)
public class TenantInterceptor {
  @PersistenceContext(unitName = "sallyport")
  private EntityManager entities;

  @AroundInvoke
  Object within(InvocationContext call) throws Exception {
    // "true" ends the setting with the transaction: a pooled connection never keeps a tenant.
    entities
        .createNativeQuery("select set_config('sallyport.tenant', :tenant, true)", String.class)
        .setParameter("tenant", tenantOf(call).toString())
        .getSingleResult();
    return call.proceed();
  }

  private static TenantId tenantOf(InvocationContext call) {
    for (Object argument : call.getParameters()) {
      if (argument instanceof Actor actor) {
        return actor.tenantId();
      }
      if (argument instanceof Look look) {
        return look.tenant();
      }
      if (argument instanceof AuditEntry entry) {
        return entry.actor().tenantId();
      }
      if (argument instanceof TenantId tenant) {
        return tenant;
      }
    }
    throw new IllegalStateException(call.getMethod() + " is tenant-bound but names no tenant");
  }
}
