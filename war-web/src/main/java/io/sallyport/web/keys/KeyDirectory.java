package io.sallyport.web.keys;

import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import io.sallyport.crypto.manifest.CurrentManifest;
import io.sallyport.crypto.manifest.ListedKey.BrowserKey;
import io.sallyport.crypto.manifest.Manifest;
import jakarta.annotation.security.PermitAll;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirements;

/** Public keys, for everybody: they are published, and nothing else is. */
@Path("/")
@RequestScoped
@PermitAll
@SecurityRequirements
public class KeyDirectory {
  @Inject private CurrentManifest manifests;

  /** The root of trust. */
  @GET
  @Path("trust-root")
  @Produces(MediaType.APPLICATION_JSON)
  public String root() {
    return manifests.root().toJson();
  }

  /** The signed key manifest. */
  @GET
  @Path("manifest")
  @Produces(MediaType.APPLICATION_JSON)
  public String manifest() {
    return manifests.verifiedInForce().document();
  }

  /** The keys that browsers seal for or have sealed for, as a JWK set (RFC 7517 section 5). */
  @GET
  @Path("sealing-keys")
  @Produces(MediaType.APPLICATION_JSON)
  public String sealingKeys() {
    Manifest manifest = manifests.inForce();
    List<JWK> keys =
        manifest.browserKeys().stream()
            .filter(key -> key.state().opens())
            .<JWK>map(KeyDirectory::named)
            .toList();
    return new JWKSet(keys).toString(true);
  }

  private static ECKey named(BrowserKey key) {
    return new ECKey.Builder(key.key().toPublicJWK())
        .keyID(key.id())
        .keyUse(KeyUse.ENCRYPTION)
        .build();
  }

  /** The OpenPGP certificate that web nodes seal for, armored. */
  @GET
  @Path("openpgp-certificate")
  @Produces("application/pgp-keys")
  public String certificate() {
    return manifests.inForce().activeOpenPgpKey().certificate();
  }
}
