package io.sallyport.tenancy.node;

import io.sallyport.contract.node.NodeKind;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.security.PermitAll;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.PersistenceException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Properties;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Says twice a minute that this node is there, with which release, and until when it is trusted.
 */
@Singleton
@Startup
@PermitAll
public class Heartbeat {
  private static final Logger LOG = Logger.getLogger(Heartbeat.class.getName());

  private final Instant started = Instant.now();

  @PersistenceContext(unitName = "sallyport")
  private EntityManager entities;

  @Inject
  @ConfigProperty(name = "sallyport.node.name")
  private String name;

  @Inject
  @ConfigProperty(name = NodeKind.PROPERTY)
  private String kind;

  @Inject
  @ConfigProperty(name = "sallyport.keys")
  private Path keys;

  @Inject
  @ConfigProperty(name = "sallyport.keys.password")
  private String password;

  private OwnCertificates certificates;
  private String release;

  @PostConstruct
  void begin() {
    certificates = new OwnCertificates(keys, password.toCharArray());
    release = readRelease();
  }

  private static String readRelease() {
    Properties built = new Properties();
    try (InputStream in = Heartbeat.class.getResourceAsStream("release.properties")) {
      built.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException("this archive is damaged: release.properties", e);
    }
    return built.getProperty("release");
  }

  /** The first one comes at once: a timer of the container starts with it. */
  @Schedule(hour = "*", minute = "*", second = "*/30", persistent = false)
  void beat() {
    try {
      entities
          .createNativeQuery(
              "insert into node_status"
                  + " (name, kind, release, java, started_at, seen_at, certificates)"
                  + " values (:name, :kind, :release, :java, :started, now(), :certificates)"
                  + " on conflict (name) do update set kind = excluded.kind,"
                  + " release = excluded.release, java = excluded.java,"
                  + " started_at = excluded.started_at, seen_at = excluded.seen_at,"
                  + " certificates = excluded.certificates")
          .setParameter("name", name)
          .setParameter("kind", NodeKind.of(kind).configured())
          .setParameter("release", release)
          .setParameter("java", System.getProperty("java.version"))
          .setParameter("started", started)
          .setParameter("certificates", certificates.describe())
          .executeUpdate();
    } catch (PersistenceException e) {
      // The next one is half a minute away; whoever asks for health is told what is wrong.
      LOG.log(Level.FINE, "No heartbeat", e);
    }
  }
}
