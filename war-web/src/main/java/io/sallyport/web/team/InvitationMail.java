package io.sallyport.web.team;

import io.sallyport.contract.error.ErrorCode;
import io.sallyport.contract.error.ProblemException;
import io.sallyport.web.outbound.OutboundTls;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Date;
import java.util.Optional;
import java.util.Properties;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Sends invitations by mail, where a site has configured a server for that: over TLS from the first
 * byte (RFC 8314), to a relay that knows this node by its address, since there is no password to
 * give it. Addresses are used for that one message and kept nowhere.
 */
@ApplicationScoped
public class InvitationMail {
  private static final Logger LOG = Logger.getLogger(InvitationMail.class.getName());
  private static final int MOST = 254;
  private static final String TIMEOUT = "10000";

  @Inject
  @ConfigProperty(name = "sallyport.smtp.host")
  private Optional<String> host;

  @Inject
  @ConfigProperty(name = "sallyport.smtp.port", defaultValue = "465")
  private int port;

  @Inject
  @ConfigProperty(name = "sallyport.smtp.from")
  private Optional<String> from;

  @Inject
  @ConfigProperty(name = "sallyport.outbound.authorities")
  private Optional<Path> authorities;

  @PostConstruct
  void check() {
    if (host.isPresent() && from.isEmpty()) {
      throw new IllegalStateException("sallyport.smtp.host needs a sallyport.smtp.from");
    }
  }

  /** For the log. */
  @Override
  public String toString() {
    return isConfigured() ? "invitations are mailed" : "invitations are handed over";
  }

  /** Whether invitations can be mailed. */
  public boolean isConfigured() {
    return host.isPresent() && from.isPresent();
  }

  /**
   * The address that somebody typed.
   *
   * @throws ProblemException {@code SP-REGISTRATION-INVALID} for what is no address, or where no
   *     mail can be sent
   */
  Optional<InternetAddress> address(String text) {
    if (text == null || text.isBlank()) {
      return Optional.empty();
    }
    if (!isConfigured()) {
      throw invalid("This site sends no mail: leave the address out and hand the link over.");
    }
    try {
      InternetAddress[] all = InternetAddress.parse(text.strip(), true);
      if (all.length != 1 || all[0].isGroup() || text.length() > MOST) {
        throw invalid("One address, please.");
      }
      all[0].validate();
      return Optional.of(new InternetAddress(all[0].getAddress()));
    } catch (AddressException e) {
      throw invalid("This is no mail address.");
    }
  }

  private static ProblemException invalid(String what) {
    return ProblemException.in(ErrorCode.REGISTRATION_INVALID, "mail", what);
  }

  /**
   * Sends the link.
   *
   * @return whether the server took it; if not, the link has to be handed over
   */
  boolean send(InternetAddress to, String company, String inviter, String link) {
    try {
      MimeMessage message = new MimeMessage(session());
      message.setFrom(new InternetAddress(from.orElseThrow()));
      message.setRecipient(Message.RecipientType.TO, to);
      // Nothing that a customer typed: the subject is what people and filters judge a mail by.
      message.setSubject("An invitation to Sallyport", StandardCharsets.UTF_8.name());
      message.setSentDate(new Date());
      message.setText(
          """
          “%s” invites you to join “%s” at Sallyport.

          Open this link within 72 hours, on the device that you will sign in with. It works once:

          %s

          If you do not expect this, delete it.
          """
              .formatted(inviter, company, link),
          StandardCharsets.UTF_8.name());
      Transport.send(message);
      return true;
    } catch (MessagingException | IOException | GeneralSecurityException e) {
      // Never the message: it has the link.
      LOG.log(Level.WARNING, "An invitation was not mailed: {0}", e.getClass().getName());
      return false;
    }
  }

  private Session session() throws IOException, GeneralSecurityException {
    Properties settings = new Properties();
    settings.put("mail.transport.protocol", "smtps");
    settings.put("mail.transport.protocol.rfc822", "smtps");
    settings.put("mail.smtps.host", host.orElseThrow());
    settings.put("mail.smtps.port", Integer.toString(port));
    settings.put("mail.smtps.connectiontimeout", TIMEOUT);
    settings.put("mail.smtps.timeout", TIMEOUT);
    settings.put("mail.smtps.writetimeout", TIMEOUT);
    settings.put("mail.smtps.ssl.checkserveridentity", "true");
    settings.put("mail.smtps.ssl.protocols", "TLSv1.3 TLSv1.2");
    settings.put(
        "mail.smtps.ssl.socketFactory", OutboundTls.trusting(authorities).getSocketFactory());
    return Session.getInstance(settings);
  }
}
