package io.sallyport.tenancy.connection;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.security.PermitAll;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.inject.Inject;
import java.util.logging.Logger;

/** Keeps a node from starting with an interval between tests that is none. */
@Singleton
@Startup
@PermitAll
public class TestScheduleStart {
  private static final Logger LOG = Logger.getLogger(TestScheduleStart.class.getName());

  @Inject private TestSchedule schedule;

  @PostConstruct
  void check() {
    LOG.info("Connections are tested again after " + schedule.interval() + ", more or less");
  }
}
