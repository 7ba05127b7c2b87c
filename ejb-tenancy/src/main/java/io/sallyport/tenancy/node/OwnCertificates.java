package io.sallyport.tenancy.node;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The certificates in a node's keys folder: what each is for and when it expires. No keys. */
final class OwnCertificates {
  private static final Logger LOG = Logger.getLogger(OwnCertificates.class.getName());

  private final Path folder;
  private final char[] password;

  OwnCertificates(Path folder, char[] password) {
    this.folder = folder;
    this.password = password.clone();
  }

  /** As JSON, see {@link NodeStatus#certificates}. */
  String describe() {
    JsonArrayBuilder all = Json.createArrayBuilder();
    store(all, "nodes' TLS", "node.bcfks");
    store(all, "portal's TLS", "portal.bcfks");
    pem(all, "database", "db.crt.pem");
    return all.build().toString();
  }

  private void store(JsonArrayBuilder all, String what, String name) {
    Path file = folder.resolve(name);
    if (!Files.exists(file)) {
      return;
    }
    try (InputStream in = Files.newInputStream(file)) {
      KeyStore store = KeyStore.getInstance("BCFKS", "BCFIPS");
      store.load(in, password);
      for (String alias : Collections.list(store.aliases())) {
        add(all, what, (X509Certificate) store.getCertificate(alias));
      }
    } catch (IOException | GeneralSecurityException e) {
      LOG.log(Level.WARNING, "Cannot read when " + file + " expires", e);
    }
  }

  private void pem(JsonArrayBuilder all, String what, String name) {
    Path file = folder.resolve(name);
    if (!Files.exists(file)) {
      return;
    }
    try (InputStream in = Files.newInputStream(file)) {
      add(
          all,
          what,
          (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in));
    } catch (IOException | GeneralSecurityException e) {
      LOG.log(Level.WARNING, "Cannot read when " + file + " expires", e);
    }
  }

  private static void add(JsonArrayBuilder all, String what, X509Certificate certificate) {
    all.add(
        Json.createObjectBuilder()
            .add("what", what)
            .add("subject", certificate.getSubjectX500Principal().getName())
            .add("expires", certificate.getNotAfter().toInstant().toString()));
  }
}
