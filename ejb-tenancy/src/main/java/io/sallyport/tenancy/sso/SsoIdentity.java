package io.sallyport.tenancy.sso;

import io.sallyport.contract.identity.Actor;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.UUID;

/** What an issuer calls a person. */
@Entity
@Table(name = "sso_identity")
public class SsoIdentity {
  @Id private UUID id;

  @Column(name = "tenant_id")
  private UUID tenantId;

  @Column(name = "person_id")
  private UUID personId;

  private String issuer;
  private String subject;

  protected SsoIdentity() {}

  SsoIdentity(Actor person, Claimed claimed) {
    id = UUID.randomUUID();
    tenantId = person.tenant();
    personId = person.person();
    issuer = claimed.issuer();
    subject = claimed.subject();
  }

  UUID personId() {
    return personId;
  }
}
