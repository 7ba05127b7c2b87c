package io.sallyport.tests;

import static io.sallyport.tests.portal.Customer.context;
import static io.sallyport.tests.portal.Customer.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.sallyport.demo.RunningDemo;
import io.sallyport.tests.portal.Api;
import io.sallyport.tests.portal.Customer;
import io.sallyport.tests.portal.Portal;
import io.sallyport.tests.site.Browser;
import io.sallyport.tests.site.Command;
import io.sallyport.tests.site.OpenedKeys;
import io.sallyport.tests.site.Site;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import org.jose4j.jwe.JsonWebEncryption;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.PublicJsonWebKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A stored envelope is what the standards say: tools that know nothing of us open it. */
@ExtendWith(Site.class)
class EnvelopeIT {
  @Test
  void gnuPgOpensAStoredEnvelopeAndAnIndependentJoseLibraryOpensWhatIsInIt(
      RunningDemo demo, Browser browser, @TempDir Path folder) throws Exception {
    Api api = Customer.registered(browser).api();
    JsonObject leave = api.leave(null);
    Portal.Account account =
        new Portal.Account(
            "510000000000",
            "arn:aws:iam::510000000000:role/Vendor",
            List.of("eu-central-1", "eu-west-1"),
            "Größe: 1 €");
    String sent = api.seal(account, context(leave), key(leave));
    String connection =
        api.store("Stored", leave, sent).expect(201).json().get("connection").getAsString();

    Path stored = folder.resolve("envelope.pgp");
    Files.write(stored, payload(demo, connection));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    String home = "--homedir=" + folder;
    try (OpenedKeys keys = OpenedKeys.of(demo)) {
      Path secret = folder.resolve("secret.pgp");
      Files.write(secret, keys.openPgp());
      Command.run("gpg", home, "--batch", "--import", secret.toString());
    }
    String packets = Command.run("gpg", home, "--batch", "--list-packets", stored.toString());
    assertThat(packets)
        .contains(":pubkey enc packet: version 3, algo 1")
        .contains("mdc_method: 2")
        .contains(":literal data packet:")
        .doesNotContain(":compressed packet:");
    Path inner = folder.resolve("inner.jwe");
    Command.run("gpg", home, "--batch", "--output=" + inner, "--decrypt", stored.toString());
    Command.run("gpgconf", home, "--kill", "all");
    assertThat(inner).hasContent(sent);

    JsonWebKey recipient;
    try (OpenedKeys keys = OpenedKeys.of(demo)) {
      recipient = JsonWebKey.Factory.newJwk(keys.browser(key(leave).get("kid").getAsString()));
    }
    JsonWebEncryption jwe = new JsonWebEncryption();
    jwe.setCompactSerialization(Files.readString(inner, StandardCharsets.US_ASCII));
    jwe.setKey(((PublicJsonWebKey) recipient).getPrivateKey());
    byte[] plaintext = jwe.getPlaintextBytes();
    assertThat(plaintext).hasSize(1024);
    JsonObject form =
        JsonParser.parseString(new String(plaintext, StandardCharsets.UTF_8)).getAsJsonObject();
    assertThat(form.getAsJsonObject("context")).isEqualTo(context(leave));
    assertThat(form.getAsJsonObject("account").get("note").getAsString()).isEqualTo("Größe: 1 €");
  }

  @Test
  void theBrowsersScriptDerivesKeysAsTheRfcsExampleDoes(Browser browser) {
    Object derived =
        Customer.registered(browser)
            .page()
            .evaluate(
                """
                async () => {
                  const {concatKdf, base64url} = await import('/assets/seal.js');
                  const z = new Uint8Array([158, 86, 217, 29, 129, 113, 53, 211, 114, 131, 66, 131, 191, 132, 38, 156,
                    251, 49, 110, 163, 218, 128, 106, 72, 246, 218, 167, 121, 140, 254, 144, 196]);
                  const text = new TextEncoder();
                  return base64url(await concatKdf(z, 'A128GCM', 128, text.encode('Alice'), text.encode('Bob')));
                }""");
    assertThat(derived).as("RFC 7518 appendix C").isEqualTo("VqqN6vgjbSBcIijNcacQGg");
  }

  /** Every key of Project Wycheproof's: the script seals for the sound ones only. */
  @Test
  void theBrowsersScriptSealsForSoundKeysOnly(Browser browser) throws Exception {
    Path file = Path.of(System.getProperty("wycheproof.dir"), "ecdh_secp384r1_webcrypto_test.json");
    boolean there = Files.isReadable(file);
    if (!there) {
      System.out.println("Skipped: " + file + " is not there (property wycheproof.dir)");
    }
    assumeTrue(there, file + " is not there");
    JsonArray answers =
        JsonParser.parseString(
                (String)
                    Customer.registered(browser)
                        .page()
                        .evaluate(
                            """
                            async text => {
                              const {seal, thumbprint} = await import('/assets/seal.js');
                              const answers = [];
                              for (const {tests} of JSON.parse(text).testGroups) {
                                for (const {tcId, result, 'public': {kty, crv, x, y}, 'private': own} of tests) {
                                  let sealed = '';
                                  try {
                                    const kid = await thumbprint({kty, crv, x, y});
                                    sealed = await seal({note: 'canary'}, {tcId: String(tcId)}, {kty, crv, x, y, kid});
                                  } catch (e) {
                                  }
                                  answers.push({tcId, result, sealed});
                                }
                              }
                              return JSON.stringify(answers);
                            }""",
                            Files.readString(file)))
            .getAsJsonArray();
    assertThat(answers).hasSizeGreaterThan(700);
    for (JsonElement each : answers) {
      JsonObject answer = each.getAsJsonObject();
      assertThat(answer.get("sealed").getAsString().isEmpty())
          .as(answer.get("tcId").toString())
          .isEqualTo(!"valid".equals(answer.get("result").getAsString()));
    }
    System.out.println("Wycheproof, in the browser: %d vectors run".formatted(answers.size()));
  }

  private static byte[] payload(RunningDemo demo, String connection) throws Exception {
    try (Connection database = demo.database().as("postgres").getConnection();
        Statement statement = database.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select payload from sallyport.sealed_envelope where connection_id = '"
                    + connection
                    + "'")) {
      row.next();
      return row.getBytes(1);
    }
  }
}
