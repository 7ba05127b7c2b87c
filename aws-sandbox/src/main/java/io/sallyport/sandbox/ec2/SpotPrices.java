package io.sallyport.sandbox.ec2;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/**
 * Invented spot prices that are always the same for the same zone, type, product and hour: a share
 * of the hourly price that changes every six hours.
 */
final class SpotPrices {
  static final Duration STEP = Duration.ofHours(6);
  private static final int LEAST_PERCENT = 28;
  private static final int PERCENT_SPREAD = 40;
  private static final int PRICE_SCALE = 6;

  private SpotPrices() {}

  /** One price from one moment on. */
  record Price(String zone, String type, String product, Instant since, BigDecimal amount) {
    /** What tells it from all others in a listing. */
    String key() {
      return since.getEpochSecond() + "/" + type + "/" + product + "/" + zone;
    }
  }

  /** The prices in effect at some time from start to end, the newest first. */
  static List<Price> between(String zone, String type, String product, Instant start, Instant end) {
    long step = STEP.toSeconds();
    List<Price> prices = new ArrayList<>();
    long last = Math.floorDiv(end.getEpochSecond(), step);
    for (long slot = last; slot >= Math.floorDiv(start.getEpochSecond(), step); slot--) {
      prices.add(at(zone, type, product, slot));
    }
    return prices;
  }

  private static Price at(String zone, String type, String product, long slot) {
    CRC32 hash = new CRC32();
    hash.update((zone + type + product + slot).getBytes(StandardCharsets.UTF_8));
    long percent = LEAST_PERCENT + hash.getValue() % PERCENT_SPREAD;
    BigDecimal amount =
        InstanceTypes.hourlyPrice(type)
            .orElseThrow()
            .multiply(BigDecimal.valueOf(percent, 2))
            .multiply(product.startsWith("Windows") ? new BigDecimal("1.6") : BigDecimal.ONE)
            .setScale(PRICE_SCALE, RoundingMode.HALF_UP);
    return new Price(zone, type, product, Instant.ofEpochSecond(slot * STEP.toSeconds()), amount);
  }
}
