package io.sallyport.sandbox.account;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** An EC2 instance, which changes state at once when it is told to. */
public record Instance(
    String id,
    String reservationId,
    String region,
    String zone,
    String type,
    String imageId,
    boolean spot,
    State state,
    Instant stateSince,
    Instant launched,
    String privateAddress,
    String clientToken,
    Map<String, String> tags) {
  public Instance {
    tags = Collections.unmodifiableMap(new TreeMap<>(tags));
  }

  /** The states of the instance life cycle, with EC2's codes. */
  public enum State {
    PENDING(0, "pending"),
    RUNNING(16, "running"),
    SHUTTING_DOWN(32, "shutting-down"),
    TERMINATED(48, "terminated"),
    STOPPING(64, "stopping"),
    STOPPED(80, "stopped");

    private final int code;
    private final String written;

    State(int code, String written) {
      this.code = code;
      this.written = written;
    }

    public int code() {
      return code;
    }

    public String written() {
      return written;
    }
  }

  public Instance in(State newState, Instant now) {
    return new Instance(
        id,
        reservationId,
        region,
        zone,
        type,
        imageId,
        spot,
        newState,
        now,
        launched,
        privateAddress,
        clientToken,
        tags);
  }
}
