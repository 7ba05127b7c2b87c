package io.sallyport.web.node;

import io.sallyport.contract.node.NodeKind;
import io.sallyport.tenancy.limit.Lanes;
import io.sallyport.tenancy.passkey.RelyingParty;
import io.sallyport.web.connection.QuickCreate;
import io.sallyport.web.connection.RoleTemplate;
import io.sallyport.web.outbound.OutboundHttps;
import io.sallyport.web.request.Waits;
import io.sallyport.web.sso.SsoKey;
import io.sallyport.web.team.InvitationMail;
import io.sallyport.web.tool.ToolSessionLife;
import jakarta.annotation.PostConstruct;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.inject.Inject;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Keeps a web node from starting without a usable origin, principal or decrypt node, or with a
 * setting that cannot be.
 */
@Singleton
@Startup
public class WebNodeStart {
  private static final Logger LOG = Logger.getLogger(WebNodeStart.class.getName());

  @Inject
  @ConfigProperty(name = NodeKind.PROPERTY)
  private String kind;

  @Inject private RelyingParty portal;
  @Inject private RoleTemplate template;
  @Inject private DecryptNodes nodes;
  @Inject private ToolSessionLife toolSessions;
  @Inject private QuickCreate quickCreate;
  @Inject private Lanes lanes;
  @Inject private Waits waits;
  @Inject private SsoKey sso;
  @Inject private OutboundHttps outbound;
  @Inject private InvitationMail mail;

  @PostConstruct
  void check() {
    if (NodeKind.of(kind) == NodeKind.WEB) {
      if (nodes.count() == 0) {
        throw new IllegalStateException(
            "sallyport.decrypt-nodes must list the https URLs of the decrypt nodes");
      }
      LOG.info(
          "Portal at "
              + portal.origin()
              + ", principal "
              + template.principal()
              + ", sessions for AWS tools last "
              + toolSessions.longest()
              + ", "
              + quickCreate
              + ", "
              + lanes
              + ", "
              + waits
              + ", "
              + sso
              + ", "
              + outbound
              + ", "
              + mail);
    }
  }
}
