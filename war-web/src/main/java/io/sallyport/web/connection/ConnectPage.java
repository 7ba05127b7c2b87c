package io.sallyport.web.connection;

import io.sallyport.contract.connection.ConnectionWay;
import io.sallyport.contract.identity.ExternalId;
import io.sallyport.contract.request.AllowList;
import io.sallyport.contract.request.Capability;
import io.sallyport.tenancy.company.Companies;
import io.sallyport.tenancy.connection.Connection;
import io.sallyport.tenancy.connection.Connections;
import io.sallyport.tenancy.passkey.RelyingParty;
import io.sallyport.web.request.Regions;
import io.sallyport.web.session.CurrentPerson;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What a customer copies into their account, and the form they seal. */
@Named
@RequestScoped
public class ConnectPage {
  @Inject private CurrentPerson current;
  @Inject private Companies companies;
  @Inject private Connections connections;
  @Inject private RoleTemplate template;
  @Inject private QuickCreate quickCreate;
  @Inject private Regions regions;
  @Inject private HttpServletRequest request;
  @Inject private RelyingParty portal;

  private final AllowList allowList = AllowList.ofThisRelease();

  private String id;
  private Connection existing;
  private ExternalId externalId;
  private Set<Capability> chosen;
  private ConnectionWay way = ConnectionWay.ROLE;

  /**
   * Loads the External ID, the connection whose details are to be sealed again, if any, and what it
   * is for: what was chosen, or what it was for so far, or what only reads.
   */
  public void load() {
    externalId = companies.own(current.actor()).externalId();
    if (id != null && !id.isEmpty()) {
      existing = connections.find(current.actor(), Connections.id(id));
    }
    String[] asked = request.getParameterValues("capability");
    chosen = Connections.capabilities(asked == null ? List.of() : List.of(asked));
    if (chosen.isEmpty()) {
      chosen = existing == null ? Capability.usual() : existing.capabilities();
    }
    chosen =
        chosen.stream()
            .filter(way::serves)
            .collect(Collectors.toCollection(() -> EnumSet.noneOf(Capability.class)));
  }

  /** The same for a connection through a node of the company's. */
  public void loadForNode() {
    way = ConnectionWay.NODE;
    load();
  }

  /**
   * A capability to choose, with what it means in IAM, in the list of a company's node, and as a
   * parameter of the published template.
   */
  public record Choice(
      String code,
      String label,
      String sentence,
      String actions,
      String operations,
      String parameter,
      boolean chosen) {}

  /** All there are of such a connection. */
  public List<Choice> getCapabilities() {
    return Arrays.stream(Capability.values())
        .filter(way::serves)
        .map(
            each ->
                new Choice(
                    each.code(),
                    each.label(),
                    each.sentence(),
                    String.join(", ", allowList.actions(Set.of(each))),
                    operations(Set.of(each)),
                    RoleTemplate.parameter(each),
                    chosen.contains(each)))
        .toList();
  }

  /** The connection's, or the one that the address has for a new one; the form checks it. */
  public String getAlias() {
    if (existing != null) {
      return existing.alias();
    }
    String asked = request.getParameter("alias");
    return asked == null ? "" : asked;
  }

  private String operations(Set<Capability> capabilities) {
    return allowList.operations(capabilities).stream()
        .filter(operation -> !operation.streams())
        .map(operation -> operation.service() + "." + operation.name())
        .collect(Collectors.joining(", "));
  }

  /** What a node of the company's must allow for the chosen ones. */
  public String getOperations() {
    return operations(chosen);
  }

  /** The chosen ones, for the form. */
  public String getChosen() {
    return String.join(" ", Capability.codes(chosen));
  }

  /** The chosen ones, for links. */
  public String getChosenQuery() {
    return Capability.codes(chosen).stream()
        .map(code -> "&capability=" + code)
        .collect(Collectors.joining());
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
    return template.permissionPolicy(chosen);
  }

  /** Those that the vendor's principal can enter. */
  public List<Regions.Choice> getRegions() {
    return regions.all();
  }

  /** Where the AWS console makes the role; null where the vendor has published no template. */
  public String getQuickCreate() {
    return quickCreate.link(externalId, chosen).orElse(null);
  }

  /** This step as a link, for whoever has the AWS account. */
  public String getLink() {
    String query = getChosenQuery().replaceFirst("^&", "");
    String id = existing == null ? "" : "id=" + existing.id() + "&";
    return portal.origin() + "/portal/connect?" + id + query;
  }
}
