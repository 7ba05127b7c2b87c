package io.sallyport.web.request;

import io.sallyport.contract.request.AllowedOperation;
import io.sallyport.contract.request.Capability;
import io.sallyport.tenancy.connection.Connection;
import io.sallyport.tenancy.connection.Connections;
import io.sallyport.web.session.CurrentPerson;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.EnumSet;
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

  private List<Connection> offered;
  private String connection;
  private String service;
  private String operation;
  private String region;
  private String request;

  /** Those that can be used now. */
  public List<Connection> getConnections() {
    if (offered == null) {
      offered = connections.usable(current.actor(), EnumSet.allOf(Capability.class));
    }
    return offered;
  }

  /**
   * What can be asked for through one, as the page's script reads it: {@code
   * ec2.DescribeInstances:NextToken:NextToken}, with the parameter and the member for a further
   * page, and an exclamation mark at the end of what changes something.
   */
  public String operations(Connection through) {
    return requests.operations(through).stream()
        .map(AskPage::written)
        .collect(Collectors.joining(" "));
  }

  private static String written(AllowedOperation operation) {
    return operation.service()
        + "."
        + operation.name()
        + operation
            .pageToken()
            .map(token -> ":" + token.parameter() + ":" + token.member())
            .orElse("")
        + (operation.write().isPresent() ? "!" : "");
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

  /** Whose parameters are wanted again, which only the browser's tab may still know. */
  public String getRequest() {
    return request;
  }

  public void setRequest(String request) {
    this.request = request;
  }
}
