package io.sallyport.web.token;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetRetrievalException;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import io.sallyport.tenancy.client.ApiClients.Registered;
import io.sallyport.tenancy.client.ApiKey;
import io.sallyport.web.outbound.OutboundHttps;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;

/**
 * The keys that a program's signatures are checked with: those that were pasted, as they stand in
 * the database at this moment; or those that its URL names, fetched anew after five minutes, and
 * earlier for a key that is not among them, but no more than twice in half a minute.
 */
@ApplicationScoped
public class ClientKeys {
  private static final int MOST_SOURCES = 1_000;
  private static final long KEPT_MILLIS = 300_000;
  private static final long PATIENCE_MILLIS = 10_000;
  private static final long BETWEEN_MILLIS = 30_000;

  private final Cache<String, JWKSource<SecurityContext>> published =
      Caffeine.newBuilder().maximumSize(MOST_SOURCES).build();

  @Inject private OutboundHttps outbound;

  /** Where a key of this program's is looked for. */
  JWKSource<SecurityContext> of(Registered program) throws ParseException {
    if (program.client().jwksUrl().isPresent()) {
      String url = program.client().jwksUrl().get();
      return published.get(program.client().id() + " " + url, key -> cached(URI.create(url)));
    }
    List<JWK> keys = new ArrayList<>();
    for (ApiKey key : program.keys()) {
      keys.add(JWK.parse(key.jwk()));
    }
    return new ImmutableJWKSet<>(new JWKSet(keys));
  }

  private JWKSource<SecurityContext> cached(URI url) {
    return JWKSourceBuilder.create(new Published(url))
        .cache(KEPT_MILLIS, PATIENCE_MILLIS)
        .refreshAheadCache(false)
        .rateLimited(BETWEEN_MILLIS)
        .build();
  }

  /**
   * The keys under a URL that programs may sign with.
   *
   * @throws IOException when there is no JWK set to be had
   */
  public List<JWK> fetch(URI url) throws IOException {
    String document = outbound.document(url).body();
    try {
      JWKSet all = JWKSet.parse(document);
      return all.getKeys().stream().filter(PublicJwk::isUsable).toList();
    } catch (ParseException e) {
      throw new IOException("no JWK set", e);
    }
  }

  private final class Published implements JWKSetSource<SecurityContext> {
    private final URI url;

    Published(URI url) {
      this.url = url;
    }

    @Override
    public JWKSet getJWKSet(JWKSetCacheRefreshEvaluator refresh, long now, SecurityContext context)
        throws KeySourceException {
      try {
        return new JWKSet(fetch(url));
      } catch (IOException e) {
        throw new JWKSetRetrievalException("the keys cannot be fetched", e);
      }
    }

    @Override
    public void close() {
      // Nothing is kept open.
    }
  }
}
