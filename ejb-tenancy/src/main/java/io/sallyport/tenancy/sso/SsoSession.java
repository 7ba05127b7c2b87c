package io.sallyport.tenancy.sso;

import io.sallyport.contract.identity.Actor;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.UUID;

/** A sign-in that the provider may end. */
@Entity
@Table(name = "sso_session")
public class SsoSession {
  @Id
  @Column(name = "sign_in_id")
  private UUID signInId;

  @Column(name = "tenant_id")
  private UUID tenantId;

  @Column(name = "person_id")
  private UUID personId;

  private String issuer;
  private String subject;
  private String sid;

  protected SsoSession() {}

  SsoSession(UUID signInId, Actor person, Claimed claimed, String sid) {
    this.signInId = signInId;
    tenantId = person.tenant();
    personId = person.person();
    issuer = claimed.issuer();
    subject = claimed.subject();
    this.sid = sid;
  }

  UUID signInId() {
    return signInId;
  }

  UUID personId() {
    return personId;
  }
}
