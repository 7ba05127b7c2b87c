package io.sallyport.web.outbound;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.naming.Context;
import javax.naming.NamingEnumeration;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.directory.InitialDirContext;
import org.eclipse.microprofile.config.Config;

/**
 * TXT records of the DNS, asked of {@code sallyport.dns} ({@code dns://HOST:PORT}), or else of the
 * machine's own resolver.
 */
@ApplicationScoped
public class DomainRecords {
  private static final Logger LOG = Logger.getLogger(DomainRecords.class.getName());

  private final String server;

  /** For the container's proxy. */
  protected DomainRecords() {
    server = null;
  }

  @Inject
  public DomainRecords(Config config) {
    this(config.getOptionalValue("sallyport.dns", String.class));
  }

  DomainRecords(Optional<String> server) {
    this.server = server.orElse("dns:");
  }

  /** The TXT records of a name; none when there are none, or nobody answers. */
  // JNDI's DNS provider reads text, and never an object.
  @SuppressWarnings("BanJNDI")
  public List<String> txt(String name) {
    Hashtable<String, String> environment = new Hashtable<>();
    environment.put(Context.INITIAL_CONTEXT_FACTORY, "com.sun.jndi.dns.DnsContextFactory");
    environment.put(Context.PROVIDER_URL, server);
    environment.put("com.sun.jndi.dns.timeout.initial", "2000");
    environment.put("com.sun.jndi.dns.timeout.retries", "2");
    List<String> records = new ArrayList<>();
    try {
      InitialDirContext dns = new InitialDirContext(environment);
      try {
        Attribute found = dns.getAttributes(name, new String[] {"TXT"}).get("TXT");
        if (found != null) {
          NamingEnumeration<?> each = found.getAll();
          while (each.hasMore()) {
            records.add(String.valueOf(each.next()).replaceAll("^\"|\"$", ""));
          }
        }
      } finally {
        dns.close();
      }
    } catch (NamingException e) {
      LOG.log(Level.FINE, "No TXT record of " + name, e);
    }
    return records;
  }
}
