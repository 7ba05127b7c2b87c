package io.sallyport.api.order;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.function.Predicate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * TLS between our decrypt nodes and companies' nodes, whichever of them connects: each shows its
 * own certificate, and trusts the other one's authority and no other.
 */
public final class PeerTls {
  private PeerTls() {}

  /**
   * A context for connecting.
   *
   * @param own what is shown
   * @param authority who must have issued what the other one shows
   * @param peer what else must be true of that
   */
  public static SSLContext context(
      KeyStore own, char[] password, X509Certificate authority, Predicate<X509Certificate> peer)
      throws GeneralSecurityException, IOException {
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(own, password);
    KeyStore trusted = KeyStore.getInstance(KeyFile.TYPE);
    trusted.load(null, null);
    trusted.setCertificateEntry("authority", authority);
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(
        keys.getKeyManagers(),
        new TrustManager[] {new Only((X509ExtendedTrustManager) trust.getTrustManagers()[0], peer)},
        null);
    return context;
  }

  /** Trusts whom another one does, and of those only some. */
  private static final class Only extends X509ExtendedTrustManager {
    private final X509ExtendedTrustManager all;
    private final Predicate<X509Certificate> good;

    Only(X509ExtendedTrustManager all, Predicate<X509Certificate> good) {
      this.all = all;
      this.good = good;
    }

    private void require(X509Certificate[] chain) throws CertificateException {
      if (!good.test(chain[0])) {
        throw new CertificateException("not the kind of node that is to be there");
      }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
        throws CertificateException {
      all.checkServerTrusted(chain, type, socket);
      require(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
        throws CertificateException {
      all.checkServerTrusted(chain, type, engine);
      require(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      all.checkServerTrusted(chain, type);
      require(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
        throws CertificateException {
      throw new CertificateException("this one only connects");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
        throws CertificateException {
      throw new CertificateException("this one only connects");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      throw new CertificateException("this one only connects");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return all.getAcceptedIssuers();
    }
  }
}
