package io.sallyport.tenancy.support;

/** How large sealed details are, as far as their padding tells (1, 4, 16 or 64 KiB). */
enum SizeClass {
  SMALL("1 KiB", 4_096),
  MEDIUM("4 KiB", 12_288),
  LARGE("16 KiB", 49_152),
  LARGEST("64 KiB", Long.MAX_VALUE);

  private final String label;
  private final long below;

  SizeClass(String label, long below) {
    this.label = label;
    this.below = below;
  }

  /** The class of an envelope of that many bytes, all layers included. */
  static String of(long bytes) {
    for (SizeClass each : values()) {
      if (bytes < each.below) {
        return each.label;
      }
    }
    return LARGEST.label;
  }
}
