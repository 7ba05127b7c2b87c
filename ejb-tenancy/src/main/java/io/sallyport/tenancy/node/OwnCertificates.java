package io.sallyport.tenancy.node;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * The certificates in a node's keys folder: what each is for and when it expires. No keys. A file
 * is read again when it was written since: opening a key store takes hundreds of milliseconds.
 */
final class OwnCertificates {
  private static final Logger LOG = Logger.getLogger(OwnCertificates.class.getName());

  private final Path folder;
  private final char[] password;
  private final Map<Path, Seen> seen = new HashMap<>();

  private record Seen(FileTime written, List<JsonObject> certificates) {}

  @FunctionalInterface
  private interface Reading {
    List<JsonObject> read(InputStream in) throws IOException, GeneralSecurityException;
  }

  OwnCertificates(Path folder, char[] password) {
    this.folder = folder;
    this.password = password.clone();
  }

  /** As JSON, see {@link NodeStatus#certificates}. */
  String describe() {
    JsonArrayBuilder all = Json.createArrayBuilder();
    Stream.of(
            of("node.bcfks", in -> store("nodes' TLS", in)),
            of("portal.bcfks", in -> store("portal's TLS", in)),
            of("db.crt.pem", in -> pem("database", in)))
        .flatMap(List::stream)
        .forEach(all::add);
    return all.build().toString();
  }

  private List<JsonObject> of(String name, Reading reading) {
    Path file = folder.resolve(name);
    if (!Files.exists(file)) {
      return List.of();
    }
    try {
      FileTime written = Files.getLastModifiedTime(file);
      Seen before = seen.get(file);
      if (before != null && before.written().equals(written)) {
        return before.certificates();
      }
      try (InputStream in = Files.newInputStream(file)) {
        List<JsonObject> certificates = reading.read(in);
        seen.put(file, new Seen(written, certificates));
        return certificates;
      }
    } catch (IOException | GeneralSecurityException e) {
      LOG.log(Level.WARNING, "Cannot read when " + file + " expires", e);
      return List.of();
    }
  }

  private List<JsonObject> store(String what, InputStream in)
      throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("BCFKS", "BCFIPS");
    store.load(in, password);
    List<JsonObject> all = new ArrayList<>();
    for (String alias : Collections.list(store.aliases())) {
      all.add(described(what, (X509Certificate) store.getCertificate(alias)));
    }
    return all;
  }

  private static List<JsonObject> pem(String what, InputStream in) throws GeneralSecurityException {
    return List.of(
        described(
            what,
            (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in)));
  }

  private static JsonObject described(String what, X509Certificate certificate) {
    return Json.createObjectBuilder()
        .add("what", what)
        .add("subject", certificate.getSubjectX500Principal().getName())
        .add("expires", certificate.getNotAfter().toInstant().toString())
        .build();
  }
}
