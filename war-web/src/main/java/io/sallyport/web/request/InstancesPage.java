package io.sallyport.web.request;

import io.sallyport.contract.request.Capability;
import io.sallyport.tenancy.connection.Connection;
import io.sallyport.tenancy.connection.Connections;
import io.sallyport.web.session.CurrentPerson;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;

/** Where instances can be looked for; the page's script asks for them, through the API. */
@Named
@RequestScoped
public class InstancesPage {
  @Inject private CurrentPerson current;
  @Inject private Connections connections;

  /** The connections that were made for it. */
  public List<Connection> getConnections() {
    return connections.usable(current.actor()).stream()
        .filter(each -> each.capabilities().contains(Capability.SEE_INSTANCES))
        .toList();
  }

  public List<Regions.Choice> getRegions() {
    return Regions.all();
  }
}
