package io.sallyport.onprem;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import javax.xml.stream.XMLStreamWriter;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/**
 * The server's folder of an installed node: its keys, and the settings that enrolling wrote. All
 * that is written here is its owner's alone, and whole or not at all.
 *
 * @param server {@code wlp/usr/servers/onprem-node}
 */
record NodeFolder(Path server) {
  static final String KEYS_PASSWORD = "sallyport.keys.password";
  static final String NODE = "sallyport.onprem.node";
  static final String TENANT = "sallyport.onprem.tenant";
  static final String NETWORKS = "sallyport.onprem.networks";
  static final String GATES = "sallyport.onprem.gates";
  static final String DIAL = "sallyport.onprem.dial";
  static final String HOST = "sallyport.onprem.host";
  static final String PORT = "sallyport.onprem.port";
  static final String PORTAL = "sallyport.onprem.portal";

  private static final BouncyCastleProvider BC = new BouncyCastleProvider();
  private static final String STORE = "BCFKS";

  Path keys() {
    return server.resolve("keys");
  }

  private Path settingsFile() {
    return server.resolve("configDropins/overrides/enrolment.xml");
  }

  private Path keyStore() {
    return keys().resolve("node.bcfks");
  }

  /** Tries to write where enrolling and leaving will. */
  void requireWritable() throws Stopped {
    for (Path folder : List.of(keys(), settingsFile().getParent())) {
      try {
        Files.delete(unfinished(folder.resolve("any")));
      } catch (IOException e) {
        throw new Stopped(
            folder
                + " cannot be written. Run this as the user that the node runs as. Nothing was"
                + " sent.",
            e);
      }
    }
  }

  /**
   * Keeps who issued the portal's certificate, for renewals; and forgets what an old key locked.
   */
  void keepPortalAuthority(Path authority) throws IOException {
    Files.deleteIfExists(server.resolve("ltpa.keys"));
    Path kept = keys().resolve("portal-ca.pem");
    if (authority == null) {
      Files.deleteIfExists(kept);
    } else if (!authority.toAbsolutePath().normalize().equals(kept.toAbsolutePath().normalize())) {
      Files.copy(authority, kept, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** The one that was named; else the one from when the node was enrolled, or null. */
  Path portalAuthority(Path named) {
    Path kept = keys().resolve("portal-ca.pem");
    return named != null || !Files.exists(kept) ? named : kept;
  }

  /**
   * Deletes its key, whom it trusts, and what enrolling wrote, as far as they are there; its trail
   * stays.
   */
  void forget() throws IOException {
    Files.deleteIfExists(keyStore());
    Files.deleteIfExists(keys().resolve("node-ca.bcfks"));
    keepPortalAuthority(null);
    Files.deleteIfExists(settingsFile());
  }

  boolean isEnrolled() {
    return Files.exists(settingsFile()) && Files.exists(keyStore());
  }

  /** The settings that enrolling wrote. */
  Map<String, String> settings() throws IOException, Stopped {
    if (!isEnrolled()) {
      throw new Stopped("This node is not enrolled: run bin/enroll first.");
    }
    return variables(settingsFile());
  }

  /** All of the node's own settings: what enrolling wrote, and the customer's files over that. */
  Map<String, String> allSettings() throws IOException, Stopped {
    Map<String, String> all = new TreeMap<>(settings());
    all.putAll(customersSettings());
    return all;
  }

  /** Those of the customer's files, whether it is enrolled or not. */
  Map<String, String> customersSettings() throws IOException, Stopped {
    Map<String, String> all = new TreeMap<>();
    try (Stream<Path> files = Files.list(settingsFile().getParent())) {
      for (Path each :
          files
              .filter(file -> file.toString().endsWith(".xml") && !file.equals(settingsFile()))
              .sorted()
              .toList()) {
        all.putAll(variables(each));
      }
    }
    return all;
  }

  /** Where its trail is. */
  Path trail(Map<String, String> settings) {
    String named = settings.get("sallyport.onprem.trail");
    return named == null || named.contains("${") ? server.resolve("trail") : Path.of(named);
  }

  private static Map<String, String> variables(Path file) throws IOException, Stopped {
    Map<String, String> variables = new TreeMap<>();
    try {
      XMLInputFactory factory = XMLInputFactory.newFactory();
      factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
      XMLStreamReader reader =
          factory.createXMLStreamReader(new StringReader(Files.readString(file)));
      while (reader.hasNext()) {
        if (reader.next() == XMLStreamConstants.START_ELEMENT
            && reader.getLocalName().equals("variable")
            && reader.getAttributeValue(null, "value") != null) {
          variables.put(
              reader.getAttributeValue(null, "name"), reader.getAttributeValue(null, "value"));
        }
      }
      return variables;
    } catch (XMLStreamException e) {
      throw new Stopped(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  void writeSettings(Map<String, String> settings) throws IOException {
    Path unfinished = unfinished(settingsFile());
    try (OutputStream out = Files.newOutputStream(unfinished)) {
      XMLStreamWriter writer =
          XMLOutputFactory.newFactory().createXMLStreamWriter(out, StandardCharsets.UTF_8.name());
      writer.writeStartDocument(StandardCharsets.UTF_8.name(), "1.0");
      writer.writeCharacters("\n");
      writer.writeComment(" Written by bin/enroll. What you allow stands in a file of yours. ");
      writer.writeCharacters("\n");
      writer.writeStartElement("server");
      for (Map.Entry<String, String> setting : settings.entrySet()) {
        writer.writeCharacters("\n  ");
        writer.writeEmptyElement("variable");
        writer.writeAttribute("name", setting.getKey());
        writer.writeAttribute("value", setting.getValue());
      }
      writer.writeCharacters("\n");
      writer.writeEndElement();
      writer.writeEndDocument();
      writer.close();
    } catch (XMLStreamException e) {
      throw new IOException(e);
    }
    Files.move(unfinished, settingsFile(), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Its certificate with its key. */
  Own own(String password) throws IOException, GeneralSecurityException {
    KeyStore store = load(keyStore(), password);
    String alias = store.aliases().nextElement();
    return new Own(
        (X509Certificate) store.getCertificate(alias),
        (PrivateKey) store.getKey(alias, password.toCharArray()));
  }

  /** A certificate with its key. */
  record Own(X509Certificate certificate, PrivateKey key) {
    /** The certificate's subject only. */
    @Override
    public String toString() {
      return "Own[" + certificate.getSubjectX500Principal() + "]";
    }
  }

  /** The authority of those who may order. */
  X509Certificate ordering(String password) throws IOException, GeneralSecurityException {
    KeyStore store = load(keys().resolve("node-ca.bcfks"), password);
    return (X509Certificate) store.getCertificate(store.aliases().nextElement());
  }

  void writeKeys(Own own, X509Certificate issuer, X509Certificate ordering, String password)
      throws IOException, GeneralSecurityException {
    KeyStore trusted = empty();
    trusted.setCertificateEntry("authority", ordering);
    save(trusted, keys().resolve("node-ca.bcfks"), password);
    KeyStore store = empty();
    store.setKeyEntry(
        "node", own.key(), password.toCharArray(), new Certificate[] {own.certificate(), issuer});
    // The last: when it is there, all is.
    save(store, keyStore(), password);
  }

  private static KeyStore empty() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance(STORE, BC);
    store.load(null, null);
    return store;
  }

  private static KeyStore load(Path file, String password)
      throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance(STORE, BC);
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, password.toCharArray());
    }
    return store;
  }

  private static void save(KeyStore store, Path file, String password)
      throws IOException, GeneralSecurityException {
    Path unfinished = unfinished(file);
    try (OutputStream out = Files.newOutputStream(unfinished)) {
      store.store(out, password.toCharArray());
    }
    Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private static Path unfinished(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    return Files.createTempFile(
        file.getParent(),
        ".",
        ".unfinished",
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
  }
}
