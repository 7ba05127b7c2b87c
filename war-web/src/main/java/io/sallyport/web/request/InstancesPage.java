package io.sallyport.web.request;

import io.sallyport.contract.request.Capability;
import io.sallyport.contract.request.ServiceAnswer;
import io.sallyport.tenancy.connection.Connection;
import io.sallyport.tenancy.connection.Connections;
import io.sallyport.web.edge.Notice;
import io.sallyport.web.session.CurrentPerson;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The instances of one connection in one region. */
@Named
@RequestScoped
public class InstancesPage {
  private static final int PAGE = 100;

  @Inject private CurrentPerson current;
  @Inject private Connections connections;
  @Inject private Requests requests;
  @Inject private Notice notice;

  private String connection;
  private String region;
  private String token;
  private List<Instance> rows;
  private ServiceAnswer answer;

  /** Asks AWS, through the chosen connection. */
  public void list() {
    ask(null);
  }

  /** Asks AWS for the page after this one. */
  public void more() {
    ask(token);
  }

  private void ask(String from) {
    Map<String, Object> parameters = new HashMap<>();
    parameters.put("MaxResults", PAGE);
    if (from != null && !from.isEmpty()) {
      parameters.put("NextToken", from);
    }
    notice.during(
        () -> {
          answer =
              requests.forward(
                  current.actor(),
                  Connections.id(connection),
                  "ec2",
                  "DescribeInstances",
                  region,
                  parameters);
          rows = Instance.in(answer.result());
          token = (String) answer.result().get("NextToken");
        });
  }

  /** The connections that may be asked. */
  public List<Connection> getConnections() {
    return connections.usable(current.actor()).stream()
        .filter(each -> each.capabilities().contains(Capability.SEE_INSTANCES))
        .toList();
  }

  public List<Regions.Choice> getRegions() {
    return Regions.all();
  }

  public String getConnection() {
    return connection;
  }

  public void setConnection(String connection) {
    this.connection = connection;
  }

  public String getRegion() {
    return region;
  }

  public void setRegion(String region) {
    this.region = region;
  }

  /** AWS's token for the next page, or null. */
  public String getToken() {
    return token;
  }

  public void setToken(String token) {
    this.token = token;
  }

  /** What was found; null when nothing was asked yet. */
  public List<Instance> getRows() {
    return rows;
  }

  public ServiceAnswer getAnswer() {
    return answer;
  }
}
