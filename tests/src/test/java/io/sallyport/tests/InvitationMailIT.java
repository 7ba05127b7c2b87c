package io.sallyport.tests;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.microsoft.playwright.Page;
import io.sallyport.demo.RunningDemo;
import io.sallyport.tests.portal.Api;
import io.sallyport.tests.portal.Customer;
import io.sallyport.tests.site.Administrator;
import io.sallyport.tests.site.Browser;
import io.sallyport.tests.site.Site;
import jakarta.mail.internet.MimeMessage;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Collections;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.api.Assertions;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Invitations by mail, to a real mail server over TLS. */
@ExtendWith(Site.class)
class InvitationMailIT {
  /** Two by one company, and one by another. */
  private static final int MAILS = 3;

  private static final String TO = "ute@customer.example";

  @Test
  void anInvitationComesByMailAndTheAddressIsKeptNowhere(RunningDemo demo, Browser browser)
      throws Exception {
    System.setProperty("greenmail.tls.keystore.file", keyStore(demo).toString());
    System.setProperty("greenmail.tls.keystore.password", demo.keys().password());
    GreenMail server =
        new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTPS).dynamicPort());
    server.start();
    try {
      mailing(demo, server.getSmtps().getPort());
      Customer admin = Customer.registered(browser);
      Page page = admin.page();
      page.navigate("/portal/team");
      page.locator("#invite-name").fill("Ute");
      page.locator("#invite-mail").fill(TO);
      page.getByText("Make an invitation").click();
      assertThat(page.locator("#invited-mailed")).hasText("It was sent by mail, too.");
      browser.picture(page, "team-mailed");
      Assertions.assertThat(server.waitForIncomingEmail(10_000, 1)).isTrue();
      MimeMessage message = server.getReceivedMessages()[0];
      Assertions.assertThat(message.getAllRecipients()[0]).hasToString(TO);
      Matcher link =
          Pattern.compile("https://\\S+/join#\\S+").matcher((String) message.getContent());
      Assertions.assertThat(link.find()).isTrue();
      Customer.joined(browser, link.group()).api().get("team").expect(200);
      for (String table : new String[] {"invitation", "person", "audit_event", "rate_bucket"}) {
        Assertions.assertThat(
                Administrator.query(
                    demo,
                    "select count(*) from sallyport.%1$s where %1$s::text like '%%customer.example%%'"
                        .formatted(table)))
            .as(table)
            .isEqualTo("0");
      }
      for (String wrong : new String[] {"no address", "a@b, c@d", "a@b\nBcc: c@d", "group:a@b;"}) {
        admin
            .api()
            .post("team/invitations", Map.of("name", "X", "role", "tenant-user", "mail", wrong))
            .expectProblem(400, "SP-REGISTRATION-INVALID")
            .naming("mail");
      }
      // A server that is gone costs the mail, not the invitation.
      server.stop();
      Assertions.assertThat(
              admin
                  .api()
                  .post("team/invitations", Map.of("name", "X", "role", "tenant-user", "mail", TO))
                  .expect(201)
                  .json()
                  .get("mailed")
                  .getAsBoolean())
          .isFalse();
      // Another company sends no more from the same address.
      Api another = Customer.registered(browser).api();
      Map<String, String> guest = Map.of("name", "X", "role", "tenant-user", "mail", TO);
      another.post("team/invitations", guest).expect(201);
      another.post("team/invitations", guest).expectProblem(429, "SP-RATE-LIMITED");
      another.post("team/invitations", Map.of("name", "X", "role", "tenant-user")).expect(201);
    } finally {
      server.stop();
      Site.webNode(
          demo, node -> node.without("sallyport.smtp.host").without("sallyport.limit.mails-from"));
    }
    Customer.registered(browser)
        .api()
        .post("team/invitations", Map.of("name", "X", "role", "tenant-user", "mail", TO))
        .expectProblem(400, "SP-REGISTRATION-INVALID")
        .naming("mail");
  }

  private static void mailing(RunningDemo demo, int port) throws Exception {
    Site.webNode(
        demo,
        node ->
            node.with("sallyport.smtp.host", "localhost")
                .with("sallyport.smtp.port", port)
                .with("sallyport.smtp.from", "portal@vendor.example")
                .with("sallyport.limit.mails-from", MAILS));
  }

  /** The development CA's certificate for this machine, in the form that the server reads. */
  private static Path keyStore(RunningDemo demo) throws Exception {
    char[] password = demo.keys().password().toCharArray();
    KeyStore own = KeyStore.getInstance("BCFKS", new BouncyCastleProvider());
    try (InputStream in =
        Files.newInputStream(demo.keys().of("sandbox").resolve("sandbox.bcfks"))) {
      own.load(in, password);
    }
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    for (String alias : Collections.list(own.aliases())) {
      if (own.isKeyEntry(alias)) {
        store.setKeyEntry(
            alias, own.getKey(alias, password), password, own.getCertificateChain(alias));
      }
    }
    Path file = demo.settings().state().resolve("mail.p12");
    try (OutputStream out = Files.newOutputStream(file)) {
      store.store(out, password);
    }
    return file;
  }
}
