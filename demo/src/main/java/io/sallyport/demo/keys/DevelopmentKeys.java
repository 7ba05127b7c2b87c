package io.sallyport.demo.keys;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import io.sallyport.demo.keys.CertificateAuthority.Issued;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;

/**
 * All keys of a demo in one folder, one sub-folder for each who holds them. Made once, as a whole
 * or not at all; a folder that exists is complete.
 *
 * @param folder where they are
 */
public record DevelopmentKeys(Path folder) {
  private static final BouncyCastleProvider BC = new BouncyCastleProvider();
  private static final GeneralName LOCALHOST = new GeneralName(GeneralName.dNSName, "localhost");
  private static final GeneralName LOOPBACK = new GeneralName(GeneralName.iPAddress, "127.0.0.1");

  /** The keys in {@code folder}, made now if there are none. */
  public static DevelopmentKeys in(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Path unfinished = folder.resolveSibling(folder.getFileName() + ".unfinished");
      deleteTree(unfinished);
      Files.createDirectories(
          unfinished,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      try {
        new DevelopmentKeys(unfinished).make();
      } catch (GeneralSecurityException | JOSEException | PGPException e) {
        throw new IOException("the keys could not be made", e);
      }
      Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
    }
    return new DevelopmentKeys(folder);
  }

  /** The development CA's certificate: what a browser must trust. */
  public Path authority() {
    return folder.resolve("sallyport-development-ca.pem");
  }

  /** The folder of one holder, e.g. {@code web-node}. */
  public Path of(String holder) {
    return folder.resolve(holder);
  }

  /** The password of the key stores: random, in a file beside them. */
  public String password() throws IOException {
    return Files.readString(folder.resolve("password")).strip();
  }

  private void make() throws IOException, GeneralSecurityException, JOSEException, PGPException {
    byte[] random = new byte[24];
    new SecureRandom().nextBytes(random);
    Files.writeString(folder.resolve("password"), HexFormat.of().formatHex(random) + "\n");
    for (String holder :
        List.of("web-node", "decrypt-node", "database", "sandbox", "operator", "owner")) {
      Files.createDirectory(of(holder));
    }
    makeCertificates();
    makeEnvelopeKeys();
  }

  private void makeCertificates() throws IOException, GeneralSecurityException {
    CertificateAuthority site = CertificateAuthority.named("Sallyport development CA");
    CertificateAuthority nodes = CertificateAuthority.named("Nodes");
    CertificateAuthority database = CertificateAuthority.named("Database");
    pem(authority(), site.certificate());
    for (String node : List.of("web-node", "decrypt-node")) {
      trust(of(node).resolve("node-ca.bcfks"), nodes.certificate());
      trust(of(node).resolve("aws-ca.bcfks"), site.certificate());
      pem(of(node).resolve("db-ca.crt.pem"), database.certificate());
    }
    keys(of("web-node").resolve("portal.bcfks"), site.issue("localhost", LOCALHOST, LOOPBACK));
    keys(of("sandbox").resolve("sandbox.bcfks"), site.issue("localhost", LOCALHOST, LOOPBACK));
    Issued web = nodes.issue("web-1", LOCALHOST, LOOPBACK, node("web-node:web-1"));
    keys(of("web-node").resolve("node.bcfks"), web);
    pemPair(of("web-node"), "node", web);
    keys(
        of("decrypt-node").resolve("node.bcfks"),
        nodes.issue("decrypt-1", LOCALHOST, LOOPBACK, node("decrypt-node:decrypt-1")));
    // Admitted to the health endpoints and nothing else.
    Issued operator = nodes.issue("operator", node("operator:demo"));
    operator(operator);
    pemPair(of("operator"), "node", operator);
    pemPair(of("database"), "server", database.issue("localhost", LOCALHOST, LOOPBACK));
    pem(of("database").resolve("db-ca.crt.pem"), database.certificate());
    pemPair(of("database"), "postgres", database.issue("postgres"));
    pemPair(of("owner"), "db", database.issue("sallyport_owner"));
    pemPair(of("web-node"), "db", database.issue("sallyport_web"));
    pemPair(of("decrypt-node"), "db", database.issue("sallyport_decrypt"));
  }

  private void operator(Issued issued) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        "operator",
        issued.key(),
        password().toCharArray(),
        new Certificate[] {issued.certificate(), issued.issuer()});
    store.setCertificateEntry("authority", issued.issuer());
    save(store, of("operator").resolve("operator.p12"), password());
  }

  private static GeneralName node(String name) {
    return new GeneralName(GeneralName.uniformResourceIdentifier, "urn:sallyport:node:" + name);
  }

  private void makeEnvelopeKeys()
      throws IOException, GeneralSecurityException, JOSEException, PGPException {
    OpenPgpKey openPgp = OpenPgpKey.of("Sallyport development vault");
    openPgp.writeCertificate(of("web-node").resolve("openpgp-certificate.asc"));
    openPgp.writeSecretKey(of("decrypt-node").resolve("openpgp-secret-key.asc"));
    ECKey recipient = new ECKeyGenerator(Curve.P_384).keyIDFromThumbprint(true).generate();
    jwks(of("web-node").resolve("recipients.jwks"), recipient, false);
    jwks(of("decrypt-node").resolve("recipient-keys.jwks"), recipient, true);
    ECKey ingest = new ECKeyGenerator(Curve.P_384).keyIDFromThumbprint(true).generate();
    jwks(of("web-node").resolve("ingest-key.jwks"), ingest, true);
    jwks(of("decrypt-node").resolve("ingest-keys.jwks"), ingest, false);
  }

  private static void jwks(Path file, ECKey key, boolean withPrivate) throws IOException {
    Files.writeString(file, new JWKSet(key).toString(!withPrivate) + "\n");
  }

  private void keys(Path file, Issued issued) throws IOException, GeneralSecurityException {
    KeyStore store = emptyStore();
    store.setKeyEntry(
        "node",
        issued.key(),
        password().toCharArray(),
        new Certificate[] {issued.certificate(), issued.issuer()});
    save(store, file, password());
  }

  private void trust(Path file, X509Certificate authority)
      throws IOException, GeneralSecurityException {
    KeyStore store = emptyStore();
    store.setCertificateEntry("authority", authority);
    save(store, file, password());
  }

  private static KeyStore emptyStore() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("BCFKS", BC);
    store.load(null, null);
    return store;
  }

  private static void save(KeyStore store, Path file, String password)
      throws IOException, GeneralSecurityException {
    try (OutputStream out = Files.newOutputStream(file)) {
      store.store(out, password.toCharArray());
    }
  }

  /**
   * {@code NAME.crt.pem}, {@code NAME.key.pem}, and the key once more as PKCS #8 for the driver.
   */
  private static void pemPair(Path folder, String name, Issued issued) throws IOException {
    pem(folder.resolve(name + ".crt.pem"), issued.certificate());
    for (Path key : List.of(folder.resolve(name + ".key.pem"), folder.resolve(name + ".pk8"))) {
      Files.createFile(
          key, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
    pem(folder.resolve(name + ".key.pem"), new JcaPKCS8Generator(issued.key(), null));
    Files.write(folder.resolve(name + ".pk8"), issued.key().getEncoded());
  }

  private static void pem(Path file, Object object) throws IOException {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      writer.writeObject(object);
    }
    Files.writeString(file, text.toString());
  }

  private static void deleteTree(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
