package io.sallyport.demo.keys;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.ECKey;
import io.sallyport.ceremony.ManifestDraft;
import io.sallyport.ceremony.NewVaultKey;
import io.sallyport.ceremony.NodeIdentity;
import io.sallyport.ceremony.PrivateFiles;
import io.sallyport.contract.node.NodeKind;
import io.sallyport.crypto.authority.CertificateAuthority;
import io.sallyport.crypto.authority.CertificateAuthority.Issued;
import io.sallyport.crypto.format.FormatException;
import io.sallyport.crypto.manifest.Manifest;
import io.sallyport.crypto.manifest.Root;
import io.sallyport.crypto.manifest.SignedManifest;
import io.sallyport.crypto.ring.MasterKey;
import io.sallyport.crypto.ring.Share;
import io.sallyport.crypto.ring.ShareSet;
import io.sallyport.demo.StartRefused;
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
import java.text.ParseException;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
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
  private static final int CUSTODIANS = 3;
  private static final int THRESHOLD = 2;
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
    if (!Files.exists(folder.resolve("decrypt-node/onprem-ca.bcfks"))) {
      throw new StartRefused(
          folder + " was made by an earlier release. Run \"mvn clean\" to start afresh.");
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
        List.of(
            "web-node",
            "decrypt-node",
            "database",
            "sandbox",
            "operator",
            "owner",
            "root",
            "identity-provider")) {
      Files.createDirectory(of(holder));
    }
    makeCertificates();
    makeVaultKeys();
    PrivateFiles.write(of("web-node").resolve("sso-key.jwk"), NewVaultKey.p384().toJSONString());
  }

  private void makeCertificates() throws IOException, GeneralSecurityException {
    CertificateAuthority site = CertificateAuthority.named("Sallyport development CA");
    CertificateAuthority nodes = CertificateAuthority.named("Nodes");
    CertificateAuthority database = CertificateAuthority.named("Database");
    CertificateAuthority customers = CertificateAuthority.named("Customers' nodes");
    keep(nodes);
    pem(authority(), site.certificate());
    for (String node : List.of("web-node", "decrypt-node")) {
      trust(of(node).resolve("node-ca.bcfks"), nodes.certificate());
      trust(of(node).resolve("aws-ca.bcfks"), site.certificate());
      pem(of(node).resolve("db-ca.crt.pem"), database.certificate());
    }
    keys(of("web-node").resolve("portal.bcfks"), site.issue("localhost", LOCALHOST, LOOPBACK));
    keys(of("sandbox").resolve("sandbox.bcfks"), site.issue("localhost", LOCALHOST, LOOPBACK));
    // For a company's provider that somebody starts beside the demo.
    Issued provider = site.issue("localhost", LOCALHOST, LOOPBACK);
    pemPair(of("identity-provider"), "server", provider);
    // With its authority: a browser that is told to trust that looks for it in the chain.
    pem(
        of("identity-provider").resolve("server.crt.pem"),
        provider.certificate(),
        provider.issuer());
    Issued web = nodes.issue("web-1", LOCALHOST, LOOPBACK, node("web-node:web-1"));
    keys(of("web-node").resolve("node.bcfks"), web);
    pemPair(of("web-node"), "node", web);
    keys(
        of("decrypt-node").resolve("node.bcfks"),
        nodes.issue("decrypt-1", LOCALHOST, LOOPBACK, node("decrypt-node:decrypt-1")));
    keys(
        of("decrypt-node").resolve("onprem-ca.bcfks"),
        new Issued(
            /* certificate= */ customers.certificate(),
            customers.key(),
            /* issuer= */ customers.certificate()));
    // Admitted to the health endpoints and nothing else.
    Issued operator = nodes.issue("operator", node("operator:demo"));
    client(operator, of("operator").resolve("operator.p12"));
    pemPair(of("operator"), "node", operator);
    makeCustodians(nodes);
    pemPair(of("database"), "server", database.issue("localhost", LOCALHOST, LOOPBACK));
    pem(of("database").resolve("db-ca.crt.pem"), database.certificate());
    pemPair(of("database"), "postgres", database.issue("postgres"));
    pemPair(of("owner"), "db", database.issue("sallyport_owner"));
    pemPair(of("web-node"), "db", database.issue("sallyport_web"));
    pemPair(of("decrypt-node"), "db", database.issue("sallyport_decrypt"));
  }

  /** As the ceremony tool keeps it, so that it can issue identities to further nodes. */
  private void keep(CertificateAuthority nodes) throws IOException {
    Path folder = PrivateFiles.folder(of("node-ca"));
    Files.writeString(folder.resolve("node-ca.crt.pem"), NodeIdentity.pem(nodes.certificate()));
    PrivateFiles.write(folder.resolve("node-ca.key.pem"), NodeIdentity.pem(nodes.key()));
  }

  private void client(Issued issued, Path file) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        "client",
        issued.key(),
        password().toCharArray(),
        new Certificate[] {issued.certificate(), issued.issuer()});
    store.setCertificateEntry("authority", issued.issuer());
    save(store, file, password());
  }

  private static GeneralName node(String name) {
    return new GeneralName(GeneralName.uniformResourceIdentifier, "urn:sallyport:node:" + name);
  }

  /** A ceremony in short, as three custodians would do it with the ceremony tool. */
  private void makeVaultKeys()
      throws IOException, GeneralSecurityException, JOSEException, PGPException {
    List<ECKey> rootKeys = Stream.generate(NewVaultKey::p384).limit(CUSTODIANS).toList();
    Map<String, ECKey> publicKeys = new TreeMap<>();
    for (ECKey key : rootKeys) {
      publicKeys.put(key.computeThumbprint().toString(), key.toPublicJWK());
    }
    Root root = new Root(THRESHOLD, publicKeys);
    for (int i = 0; i < CUSTODIANS; i++) {
      PrivateFiles.write(
          of("root").resolve("root-key-%d.jwk".formatted(i + 1)), rootKeys.get(i).toJSONString());
    }
    Path vault = of("decrypt-node").resolve("vault");
    try (MasterKey masterKey = MasterKey.random()) {
      NewVaultKey browser = NewVaultKey.browser(masterKey);
      NewVaultKey openPgp = NewVaultKey.openPgp(masterKey, "Sallyport development vault");
      browser.write(vault);
      openPgp.write(vault);
      split(masterKey, vault);
      ECKey web = signingKey("web-node");
      ECKey decrypt = signingKey("decrypt-node");
      SignedManifest manifest =
          ManifestDraft.first(root, Instant.now(), Manifest.LONGEST_LIFE)
              .browser(ECKey.parse(browser.publicHalf()), true)
              .openPgp(openPgp.publicHalf(), true)
              .node(NodeKind.WEB, "web-1", web)
              .node(NodeKind.DECRYPT, "decrypt-1", decrypt)
              .build()
              .signedBy(rootKeys.get(0))
              .signedBy(rootKeys.get(1));
      for (String node : List.of("web-node", "decrypt-node", "root")) {
        Files.writeString(of(node).resolve("root.json"), root.toJson());
      }
      for (String node : List.of("web-node", "root")) {
        Files.writeString(of(node).resolve("manifest-1.json"), manifest.toJson());
      }
    } catch (ParseException | FormatException e) {
      throw new IOException("the first manifest could not be made", e);
    }
  }

  private void split(MasterKey masterKey, Path vault) throws IOException {
    ShareSet.Split split = ShareSet.split(masterKey, CUSTODIANS, THRESHOLD);
    Files.writeString(vault.resolve("shares.json"), split.set().toJson());
    for (Share share : split.shares()) {
      PrivateFiles.write(custodian(share.index()).resolve("share.txt"), share.text() + "\n");
      share.close();
    }
  }

  private ECKey signingKey(String node) throws IOException {
    ECKey key = NewVaultKey.p384();
    PrivateFiles.write(of(node).resolve("signing-key.jwk"), key.toJSONString());
    return key;
  }

  /** A key custodian's folder: certificate, share, id. From 1 to 3. */
  public Path custodian(int number) {
    return of("custodian-" + number);
  }

  /** A key custodian's id as a person. */
  public UUID custodianId(int number) throws IOException {
    return UUID.fromString(Files.readString(custodian(number).resolve("id")).strip());
  }

  private void makeCustodians(CertificateAuthority nodes)
      throws IOException, GeneralSecurityException {
    for (int number = 1; number <= CUSTODIANS; number++) {
      UUID id = UUID.randomUUID();
      PrivateFiles.folder(custodian(number));
      Files.writeString(custodian(number).resolve("id"), id + "\n");
      Issued issued =
          nodes.issue(
              "custodian-" + number,
              new GeneralName(
                  GeneralName.uniformResourceIdentifier, "urn:sallyport:custodian:" + id));
      client(issued, custodian(number).resolve("custodian.p12"));
      pemPair(custodian(number), "node", issued);
    }
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

  private static void pem(Path file, Object... objects) throws IOException {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      for (Object object : objects) {
        writer.writeObject(object);
      }
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
