package io.sallyport.web.connection;

import io.sallyport.contract.identity.ExternalId;
import io.sallyport.contract.request.Capability;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Leads to the AWS console with the role's stack filled in, where the vendor has published its
 * template at {@code sallyport.quick-create.template-url}; CloudFormation reads templates from S3
 * only.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cfn-console-create-stacks-quick-create-links.html">Quick-create
 *     links</a>
 */
@ApplicationScoped
public class QuickCreate {
  private static final Pattern S3 =
      Pattern.compile("https://[a-z0-9.-]+\\.amazonaws\\.com(\\.cn)?/[!-~]+");
  private static final Map<String, String> CONSOLES =
      Map.of(
          "aws", "https://console.aws.amazon.com",
          "aws-us-gov", "https://console.amazonaws-us-gov.com",
          "aws-cn", "https://console.amazonaws.cn");

  private final RoleTemplate template;
  private final Optional<URI> published;

  /** For the container's proxy. */
  protected QuickCreate() {
    template = null;
    published = Optional.empty();
  }

  @Inject
  public QuickCreate(
      RoleTemplate template,
      @ConfigProperty(name = "sallyport.quick-create.template-url") Optional<String> published) {
    this.template = template;
    this.published = published.filter(url -> !url.isBlank()).map(QuickCreate::checked);
  }

  private static URI checked(String url) {
    if (!S3.matcher(url).matches()) {
      throw new IllegalArgumentException(
          "sallyport.quick-create.template-url must be the https URL of an object in S3, not \""
              + url
              + "\"");
    }
    return URI.create(url);
  }

  /** The link; empty where no template is published. */
  public Optional<String> link(ExternalId externalId, Set<Capability> chosen) {
    return published.map(
        url -> {
          Map<String, String> query = new LinkedHashMap<>();
          query.put("templateURL", url.toString());
          query.put("stackName", "Sallyport");
          query.put("param_ExternalId", externalId.toString());
          for (Capability each : Capability.values()) {
            query.put(
                "param_" + RoleTemplate.parameter(each),
                chosen.contains(each) ? RoleTemplate.YES : RoleTemplate.NO);
          }
          return CONSOLES.get(template.partition())
              + "/cloudformation/home#/stacks/create/review?"
              + query.entrySet().stream()
                  .map(
                      each ->
                          each.getKey()
                              + "="
                              + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
                  .collect(Collectors.joining("&"));
        });
  }

  /** For the log. */
  @Override
  public String toString() {
    return published.map(url -> "template at " + url).orElse("no published template");
  }
}
