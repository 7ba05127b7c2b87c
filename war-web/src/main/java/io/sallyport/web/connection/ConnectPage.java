package io.sallyport.web.connection;

import io.sallyport.contract.identity.ExternalId;
import io.sallyport.tenancy.company.Companies;
import io.sallyport.tenancy.connection.Connection;
import io.sallyport.tenancy.connection.Connections;
import io.sallyport.web.request.Regions;
import io.sallyport.web.session.CurrentPerson;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;

/** What a customer copies into their account, and the form they seal. */
@Named
@RequestScoped
public class ConnectPage {
  @Inject private CurrentPerson current;
  @Inject private Companies companies;
  @Inject private Connections connections;
  @Inject private RoleTemplate template;

  private String id;
  private Connection existing;
  private ExternalId externalId;

  /** Loads the External ID, and the connection whose details are to be sealed again, if any. */
  public void load() {
    externalId = companies.own(current.actor()).externalId();
    if (id != null && !id.isEmpty()) {
      existing = connections.find(current.actor(), Connections.id(id));
    }
  }

  public String getId() {
    return id;
  }

  public void setId(String id) {
    this.id = id;
  }

  public Connection getExisting() {
    return existing;
  }

  public String getExternalId() {
    return externalId.toString();
  }

  public String getPrincipal() {
    return template.principal();
  }

  public String getRoleName() {
    return RoleTemplate.ROLE_NAME;
  }

  public String getTrustPolicy() {
    return template.trustPolicy(externalId);
  }

  public String getPermissionPolicy() {
    return template.permissionPolicy();
  }

  public List<Regions.Choice> getRegions() {
    return Regions.all();
  }
}
