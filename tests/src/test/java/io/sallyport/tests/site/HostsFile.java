package io.sallyport.tests.site;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What decrypt nodes of the tests' site resolve names by, and tests change while they run.
 *
 * @param file where it is
 */
public record HostsFile(Path file) {
  private static String ownName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      // Then nobody asks for it either.
      return "";
    }
  }

  /** Nothing is known but this machine, and {@code names}. */
  public void write(Map<String, String> names) throws IOException {
    String own = ownName();
    String text =
        Stream.concat(
                Stream.of("127.0.0.1 localhost " + own),
                names.entrySet().stream().map(each -> each.getValue() + " " + each.getKey()))
            .collect(Collectors.joining("\n", "", "\n"));
    // Never half of it: nodes read it for each name.
    Path whole = Files.writeString(file.resolveSibling(file.getFileName() + ".new"), text);
    Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
