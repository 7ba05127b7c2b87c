package io.sallyport.web.request;

import io.sallyport.tenancy.connection.Connection;
import io.sallyport.web.session.CurrentPerson;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;

/**
 * Where instances can be looked for, launched and terminated; the pages' scripts ask for it,
 * through the API.
 */
@Named
@RequestScoped
public class InstancesPage {
  private static final String EC2 = "ec2";

  @Inject private CurrentPerson current;
  @Inject private Requests requests;
  @Inject private Regions regions;

  private List<Connection> offered;
  private List<Connection> launching;

  /** The connections that were made for looking. */
  public List<Connection> getConnections() {
    if (offered == null) {
      offered = requests.connectionsFor(current.actor(), EC2, "DescribeInstances");
    }
    return offered;
  }

  /** The connections that were made for launching. */
  public List<Connection> getLaunching() {
    if (launching == null) {
      launching = requests.connectionsFor(current.actor(), EC2, "RunInstances");
    }
    return launching;
  }

  /** Whether instances of it may be terminated. */
  public boolean mayTerminate(Connection connection) {
    return getLaunching().stream().anyMatch(each -> each.id().equals(connection.id()));
  }

  public List<Regions.Choice> getRegions() {
    return regions.all();
  }
}
