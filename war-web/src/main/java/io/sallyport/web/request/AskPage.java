package io.sallyport.web.request;

import io.sallyport.tenancy.connection.Connection;
import io.sallyport.tenancy.connection.Connections;
import io.sallyport.web.session.CurrentPerson;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.stream.Collectors;

/** Asking AWS for anything that a connection was made for, by its API name; once more, too. */
@Named
@RequestScoped
public class AskPage {
  @Inject private CurrentPerson current;
  @Inject private Connections connections;
  @Inject private Requests requests;
  @Inject private Regions regions;

  private String connection;
  private String service;
  private String operation;
  private String region;

  /** Those that can be used now. */
  public List<Connection> getConnections() {
    return connections.usable(current.actor());
  }

  /** What can be asked for through one, for the page's script: {@code ec2.RunInstances!}. */
  public String operations(Connection through) {
    return requests.operations(through).stream()
        .map(each -> each.service() + "." + each.name() + (each.write().isPresent() ? "!" : ""))
        .collect(Collectors.joining(" "));
  }

  public List<Regions.Choice> getRegions() {
    return regions.all();
  }

  /** As the address says, to ask once more; null for nothing. */
  public String getConnection() {
    return connection;
  }

  public void setConnection(String connection) {
    this.connection = connection;
  }

  public String getService() {
    return service;
  }

  public void setService(String service) {
    this.service = service;
  }

  public String getOperation() {
    return operation;
  }

  public void setOperation(String operation) {
    this.operation = operation;
  }

  public String getRegion() {
    return region;
  }

  public void setRegion(String region) {
    this.region = region;
  }
}
