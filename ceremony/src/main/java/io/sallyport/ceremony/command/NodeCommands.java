package io.sallyport.ceremony.command;

import com.nimbusds.jose.jwk.ECKey;
import io.sallyport.ceremony.NewFiles;
import io.sallyport.ceremony.NewVaultKey;
import io.sallyport.ceremony.NodeIdentity;
import io.sallyport.crypto.authority.CertificateAuthority;
import io.sallyport.crypto.authority.CertificateAuthority.Issued;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.util.IPAddress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Identities of nodes and people. */
@Command(
    name = "node",
    footerHeading = "%nExample:%n",
    footer = "  sallyport-keys node identity --help",
    description = "Certificates and signing keys of nodes, custodians and operators.",
    subcommands = {
      NodeCommands.Ca.class,
      NodeCommands.OnPremCa.class,
      NodeCommands.Identity.class,
      NodeCommands.SigningKey.class
    })
final class NodeCommands {
  private static final String CA_CERTIFICATE = "node-ca.crt.pem";
  private static final String CA_KEY = "node-ca.key.pem";
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
  private static final Pattern HOST =
      Pattern.compile("[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\\.[A-Za-z0-9-]+)*");

  /** Makes the nodes' authority. */
  @Command(
      name = "ca",
      description = {
        "Makes the nodes' own certificate authority, for 10 years. It issues identities to nodes,"
            + " custodians and operators; they trust no other, so whoever has its key lets anybody"
            + " in: keep it offline.",
        "A site that has an authority of its own uses that instead: the names that certificates need"
            + " are in \"node identity --help\"."
      },
      footerHeading = "%nExample:%n",
      footer = "  sallyport-keys node ca --name 'Example Corp nodes' --out /media/it/node-ca")
  static final class Ca extends Step {
    @Option(
        names = "--name",
        paramLabel = "NAME",
        defaultValue = "Sallyport nodes",
        description = "Its common name. Default: ${DEFAULT-VALUE}.")
    private String name;

    @Option(
        names = "--out",
        paramLabel = "FOLDER",
        defaultValue = "node-ca",
        description = "Where its certificate and key go. Default: ${DEFAULT-VALUE}.")
    private Path out;

    @Override
    protected void perform(Ceremony ceremony) throws Exception {
      ceremony.explain("Making a certificate authority on P-384.");
      CertificateAuthority authority = CertificateAuthority.named(ceremony.marked(name));
      try (NewFiles files = new NewFiles()) {
        files
            .add(
                ceremony.file(out.resolve(CA_CERTIFICATE)),
                NodeIdentity.pem(authority.certificate()))
            .add(ceremony.file(out.resolve(CA_KEY)), NodeIdentity.pem(authority.key()));
        ceremony.write(files);
      }
      Certificates.tell(ceremony, authority.certificate());
    }
  }

  /** Makes the authority of customers' own nodes. */
  @Command(
      name = "onprem-ca",
      description = {
        "Makes the authority that issues certificates to customers' own (on-premise) nodes, for 10"
            + " years. Decrypt nodes have it in their keys folder and issue with it; they trust"
            + " what it issued for giving orders to, and for nothing else."
      },
      footerHeading = "%nExample:%n",
      footer = "  sallyport-keys node onprem-ca --out decrypt-1")
  static final class OnPremCa extends Step {
    @Mixin private Password password;

    @Option(
        names = "--name",
        paramLabel = "NAME",
        defaultValue = "Sallyport customers' nodes",
        description = "Its common name. Default: ${DEFAULT-VALUE}.")
    private String name;

    @Option(
        names = "--out",
        required = true,
        paramLabel = "FOLDER",
        description = "A decrypt node's keys folder; the password must be that of its stores.")
    private Path out;

    @Override
    protected void perform(Ceremony ceremony) throws Exception {
      ceremony.explain("Making a certificate authority on P-384.");
      CertificateAuthority authority = CertificateAuthority.named(ceremony.marked(name));
      char[] secret = password.chosen(ceremony, "the new key store");
      try (NewFiles files = new NewFiles()) {
        files.add(
            ceremony.file(out.resolve("onprem-ca.bcfks")),
            new NodeIdentity(
                    new Issued(
                        /* certificate= */ authority.certificate(),
                        authority.key(),
                        /* issuer= */ authority.certificate()))
                .bcfks(secret));
        ceremony.write(files);
        Certificates.tell(ceremony, authority.certificate());
      } finally {
        Arrays.fill(secret, '\0');
      }
    }
  }

  /** Who gets an identity. */
  enum Kind {
    WEB_NODE,
    DECRYPT_NODE,
    CUSTODIAN,
    OPERATOR;

    boolean isServer() {
      return this == WEB_NODE || this == DECRYPT_NODE;
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** Issues an identity. */
  @Command(
      name = "identity",
      description = {
        "Issues a certificate with its key, and packs them as they are used. The one URI among its"
            + " subject alternative names says who it is:",
        "  web-node, decrypt-node, operator  urn:sallyport:node:KIND:NAME",
        "  custodian                         urn:sallyport:custodian:UUID",
        "Writes for nodes node.bcfks, node-ca.bcfks and node.crt.pem; for people KIND.p12, which"
            + " also holds the authority, and KIND.crt.pem."
      },
      footerHeading = "%nExamples:%n",
      footer = {
        "  sallyport-keys node identity --kind decrypt-node --name decrypt-1 --host"
            + " decrypt-1.example.com --out decrypt-1",
        "  sallyport-keys node identity --kind custodian --name ada --person"
            + " 6f1c9c0e-5a53-4d0e-8f6a-1d1f6f0e7a11 --out /media/ada"
      })
  static final class Identity extends Step {
    @Mixin private Password password;

    @Option(
        names = "--kind",
        required = true,
        description = "Whose it is: ${COMPLETION-CANDIDATES}.")
    private Kind kind;

    @Option(
        names = "--name",
        required = true,
        paramLabel = "NAME",
        description = "The node's or person's short name: a-z, 0-9 and hyphens.")
    private String name;

    @Option(
        names = "--person",
        paramLabel = "UUID",
        description = "A custodian's id, the one they are invited to the portal with.")
    private UUID person;

    @Option(
        names = "--host",
        split = ",",
        paramLabel = "HOST",
        description = "A node's host names and addresses, separated by commas.")
    private List<String> hosts = List.of();

    @Option(
        names = "--ca",
        paramLabel = "FOLDER",
        defaultValue = "node-ca",
        description = "The authority's folder. Default: ${DEFAULT-VALUE}.")
    private Path ca;

    @Option(
        names = "--days",
        paramLabel = "DAYS",
        defaultValue = "397",
        description = "How long it is valid, 1 to 825. Default: ${DEFAULT-VALUE}.")
    private int days;

    @Option(
        names = "--pem",
        description = "Also write the key as PEM, not locked by any password, for other tools.")
    private boolean pem;

    @Option(
        names = "--out",
        required = true,
        paramLabel = "FOLDER",
        description = "Where they go: the node's keys folder, or the person's medium.")
    private Path out;

    @Override
    protected void perform(Ceremony ceremony) throws Exception {
      requireSense();
      CertificateAuthority authority = authority(ceremony);
      char[] secret = password.chosen(ceremony, "the new key store");
      try (NewFiles files = new NewFiles()) {
        ceremony.explain("Issuing the identity %s for %d days.".formatted(uri(), days));
        Issued issued =
            authority.issue(ceremony.marked(name), Duration.ofDays(days), alternativeNames());
        add(new NodeIdentity(issued), secret, files, ceremony);
        ceremony.write(files);
        Certificates.tell(ceremony, issued.certificate());
      } finally {
        Arrays.fill(secret, '\0');
      }
    }

    private void requireSense() {
      if (!isName(name)) {
        throw usage("--name is made of a-z, 0-9 and hyphens, at most 63 of them");
      }
      if (days < 1 || days > 825) {
        throw usage("--days is from 1 to 825");
      }
      if ((kind == Kind.CUSTODIAN) != (person != null)) {
        throw usage("--person is for custodians, who need it");
      }
      if (kind.isServer() == hosts.isEmpty()) {
        throw usage("--host is for nodes, who need it");
      }
      if (!hosts.stream().allMatch(Identity::isHost)) {
        throw usage("--host is a host name or an IP address");
      }
    }

    private static boolean isHost(String host) {
      return IPAddress.isValid(host) || HOST.matcher(host).matches();
    }

    private CertificateAuthority authority(Ceremony ceremony) throws Exception {
      X509Certificate certificate = Certificates.read(ceremony.text(ca.resolve(CA_CERTIFICATE)));
      PrivateKey key = Certificates.privateKey(ceremony.text(ca.resolve(CA_KEY)));
      if (!Certificates.belongTogether(certificate, key)) {
        throw CeremonyStopped.refused("%s: its key is not its certificate's.", ca);
      }
      if (certificate.getBasicConstraints() < 0) {
        throw CeremonyStopped.refused("%s: the certificate is no authority's.", ca);
      }
      return CertificateAuthority.of(certificate, key);
    }

    private String uri() {
      return kind == Kind.CUSTODIAN
          ? "urn:sallyport:custodian:" + person
          : "urn:sallyport:node:%s:%s".formatted(kind, name);
    }

    private List<GeneralName> alternativeNames() {
      List<GeneralName> names = new ArrayList<>();
      names.add(new GeneralName(GeneralName.uniformResourceIdentifier, uri()));
      hosts.stream().map(NodeCommands::generalName).forEach(names::add);
      return names;
    }

    private void add(NodeIdentity identity, char[] secret, NewFiles files, Ceremony ceremony)
        throws IOException, GeneralSecurityException, CeremonyStopped {
      String file = kind.isServer() ? "node" : kind.toString();
      if (kind.isServer()) {
        files
            .add(ceremony.file(out.resolve("node.bcfks")), identity.bcfks(secret))
            .add(ceremony.file(out.resolve("node-ca.bcfks")), identity.authorityBcfks(secret));
      } else {
        files.add(ceremony.file(out.resolve(file + ".p12")), identity.pkcs12(secret));
      }
      files.add(
          ceremony.file(out.resolve(file + ".crt.pem")),
          NodeIdentity.pem(identity.issued().certificate()));
      if (pem) {
        files.add(
            ceremony.file(out.resolve(file + ".key.pem")),
            NodeIdentity.pem(identity.issued().key()));
      }
    }
  }

  /** Whether a node can be called that. */
  static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  /** A host as a certificate names it. */
  private static GeneralName generalName(String host) {
    return new GeneralName(
        IPAddress.isValid(host) ? GeneralName.iPAddress : GeneralName.dNSName, host);
  }

  /** Makes a signing key. */
  @Command(
      name = "signing-key",
      description = {
        "Makes the key with which a node signs what it receives or rewraps: signing-key.jwk for the"
            + " node alone, and signing-key.public.jwk, which the manifest lists"
            + " (\"manifest new --node\", \"manifest change --node\")."
      },
      footerHeading = "%nExample:%n",
      footer = "  sallyport-keys node signing-key --out web-1")
  static final class SigningKey extends Step {
    @Option(
        names = "--out",
        required = true,
        paramLabel = "FOLDER",
        description = "Where both go: the node's keys folder.")
    private Path out;

    @Override
    protected void perform(Ceremony ceremony) throws Exception {
      ceremony.explain("Making a signing key on P-384.");
      ECKey key = NewVaultKey.p384();
      try (NewFiles files = new NewFiles()) {
        files
            .add(ceremony.file(out.resolve("signing-key.jwk")), key.toJSONString())
            .add(
                ceremony.file(out.resolve("signing-key.public.jwk")),
                key.toPublicJWK().toJSONString());
        ceremony.write(files);
      }
      String thumbprint = key.computeThumbprint().toString();
      ceremony.tell("thumbprint: " + thumbprint);
      ceremony.facts().add("thumbprint", thumbprint);
    }
  }
}
