package io.sallyport.onprem;

import io.sallyport.api.onpremise.SoleUse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringReader;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileOwnerAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Comparator;
import java.util.Locale;
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

  /** More than all that enrolling and renewing write. */
  private static final int ROOM = 64 * 1024;

  private static final String ROOT = "root";
  private static final FileAttribute<?> PRIVATE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  Path keys() {
    return server.resolve("keys");
  }

  /** What the customer writes there comes after it, by name, and holds therefore. */
  private Path settingsFile() {
    return overrides().resolve("00-enrolment.xml");
  }

  /** What it was called before, where it hid settings in files whose names come before. */
  private Path formerSettingsFile() {
    return overrides().resolve("enrolment.xml");
  }

  private Path overrides() {
    return server.resolve("configDropins/overrides");
  }

  /**
   * Holds off other commands that change what is here, until it is closed.
   *
   * @throws Stopped while there is one
   */
  FileChannel exclusively() throws Stopped {
    Path lock = keys().resolve(".lock");
    try {
      make(keys());
      if (!Files.exists(lock, LinkOption.NOFOLLOW_LINKS)) {
        own(Files.createFile(lock, PRIVATE));
      }
      // No link to anywhere else, should somebody have put one there.
      FileChannel channel =
          FileChannel.open(lock, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
      if (SoleUse.take(channel)) {
        return channel;
      }
      channel.close();
    } catch (IOException e) {
      throw unwritable(keys(), e);
    }
    throw new Stopped("Another command of this node is under way. Nothing was done.");
  }

  private static Stopped unwritable(Path folder, IOException why) {
    return new Stopped(
        folder
            + " cannot be written ("
            + why.getMessage()
            + "). Run this as the user that the node runs as, and see that its disk has room."
            + " Nothing was sent.",
        why);
  }

  private Path keyStore() {
    return keys().resolve("node.bcfks");
  }

  /** Tries to write where enrolling will. */
  void requireWritable() throws Stopped {
    requireRoom(keys(), ROOM);
    requireRoom(overrides(), ROOM);
  }

  /** Tries to write where renewing will. */
  void requireWritableKeys() throws Stopped {
    requireRoom(keys(), ROOM);
  }

  /** Tries whether leaving may delete: a full disk is no reason to stay. */
  void requireDeletable() throws Stopped {
    requireRoom(keys(), 0);
    requireRoom(overrides(), 0);
  }

  /** On a full disk a file without content can still be made. */
  private void requireRoom(Path folder, int bytes) throws Stopped {
    try {
      Path tried = unfinished(folder.resolve("any"));
      try {
        Files.write(tried, new byte[bytes], StandardOpenOption.WRITE, StandardOpenOption.SYNC);
      } finally {
        Files.delete(tried);
      }
    } catch (IOException e) {
      throw unwritable(folder, e);
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
      Path unfinished = unfinished(kept);
      Files.copy(authority, unfinished, StandardCopyOption.REPLACE_EXISTING);
      Files.move(own(unfinished), kept, StandardCopyOption.ATOMIC_MOVE);
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
    Files.deleteIfExists(formerSettingsFile());
  }

  boolean isEnrolled() {
    return (Files.exists(settingsFile()) || Files.exists(formerSettingsFile()))
        && Files.exists(keyStore());
  }

  /** The settings that enrolling wrote. */
  Map<String, String> settings() throws IOException, Stopped {
    if (!isEnrolled()) {
      throw new Stopped("This node is not enrolled: run bin/enroll first.");
    }
    // Where both are there, the server takes the later by name.
    return variables(Files.exists(formerSettingsFile()) ? formerSettingsFile() : settingsFile());
  }

  /**
   * All of the node's settings, enrolled or not, as Liberty takes them: of those that stand in
   * several files, the one in the last by name.
   */
  Map<String, String> allSettings() throws IOException, Stopped {
    Map<String, String> all = new TreeMap<>();
    if (Files.isDirectory(overrides())) {
      try (Stream<Path> files = Files.list(overrides())) {
        for (Path each :
            files
                .filter(file -> name(file).endsWith(".xml"))
                .sorted(Comparator.comparing(NodeFolder::name))
                .toList()) {
          all.putAll(variables(each));
        }
      }
    }
    return all;
  }

  private static String name(Path file) {
    return file.getFileName().toString().toLowerCase(Locale.ROOT);
  }

  /**
   * Where its trail is.
   *
   * @throws Stopped when the setting says it in a way that only the server knows
   */
  Path trail(Map<String, String> settings) throws Stopped {
    String named =
        settings
            .getOrDefault("sallyport.onprem.trail", "trail")
            .replace("${server.config.dir}", server.toString())
            .replace("${server.output.dir}", server.toString());
    if (named.contains("${")) {
      throw new Stopped(
          "sallyport.onprem.trail is " + named + ": name the folder itself there, or --trail.");
    }
    return server.resolve(named);
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
    // Rather none than two that differ, should this be the end.
    Files.deleteIfExists(formerSettingsFile());
    Files.move(own(unfinished), settingsFile(), StandardCopyOption.ATOMIC_MOVE);
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

  private void save(KeyStore store, Path file, String password)
      throws IOException, GeneralSecurityException {
    Path unfinished = unfinished(file);
    try (OutputStream out = Files.newOutputStream(unfinished)) {
      store.store(out, password.toCharArray());
    }
    Files.move(own(unfinished), file, StandardCopyOption.ATOMIC_MOVE);
  }

  private Path unfinished(Path file) throws IOException {
    make(file.getParent());
    return Files.createTempFile(file.getParent(), ".", ".unfinished", PRIVATE);
  }

  /** Makes a folder within the server's, and those above it. */
  private void make(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      make(folder.getParent());
      own(Files.createDirectory(folder));
    }
  }

  /**
   * Gives what root has just made to the user that the node runs as: who owns its keys, or, before
   * there are any, its folder.
   */
  private Path own(Path made) throws IOException {
    if (!ROOT.equals(Files.getOwner(made, LinkOption.NOFOLLOW_LINKS).getName())) {
      return made;
    }
    Path nodes = Files.isDirectory(keys()) && !made.equals(keys()) ? keys() : server;
    Files.getFileAttributeView(made, FileOwnerAttributeView.class, LinkOption.NOFOLLOW_LINKS)
        .setOwner(Files.getOwner(nodes));
    return made;
  }
}
