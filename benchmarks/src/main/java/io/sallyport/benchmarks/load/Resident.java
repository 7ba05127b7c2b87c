package io.sallyport.benchmarks.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How much memory a process has, of all kinds, as Linux counts it. */
record Resident(long pid) {
  private static final double KIB = 1024;

  /** MiB now. */
  double now() throws IOException {
    return mebibytes("VmRSS:");
  }

  /** MiB at most, since it was started. */
  double most() throws IOException {
    return mebibytes("VmHWM:");
  }

  private double mebibytes(String name) throws IOException {
    return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
            .filter(line -> line.startsWith(name))
            .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
            .findFirst()
            .orElseThrow(() -> new IOException("no " + name))
        / KIB;
  }
}
