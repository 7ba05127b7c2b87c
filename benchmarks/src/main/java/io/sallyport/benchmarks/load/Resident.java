package io.sallyport.benchmarks.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** How much memory a process has, of all kinds, as Linux counts it. */
record Resident(long pid) {
  private static final double KIB = 1024;

  /** MiB now. */
  double now() throws IOException {
    return mebibytes("VmRSS:");
  }

  /** MiB at most, since it was started or last forgot. */
  double most() throws IOException {
    return mebibytes("VmHWM:");
  }

  /** Has {@link #most()} begin anew, see proc(5), clear_refs. */
  void forgetMost() throws IOException {
    Files.writeString(file("clear_refs"), "5", StandardOpenOption.WRITE);
  }

  private double mebibytes(String name) throws IOException {
    return Files.readAllLines(file("status")).stream()
            .filter(line -> line.startsWith(name))
            .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
            .findFirst()
            .orElseThrow(() -> new IOException("no " + name))
        / KIB;
  }

  private Path file(String name) {
    return Path.of("/proc", Long.toString(pid), name);
  }
}
