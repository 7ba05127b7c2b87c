package io.sallyport.onprem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeFolderTest {
  @TempDir private Path server;
  private NodeFolder folder;

  @BeforeEach
  void anInstalledNode() throws IOException {
    folder = new NodeFolder(server);
    Files.createDirectories(server.resolve("configDropins/overrides"));
  }

  private void write(String file, String name, String value) throws IOException {
    Files.writeString(
        server.resolve("configDropins/overrides").resolve(file),
        "<server><variable name=\"%s\" value=\"%s\"/></server>".formatted(name, value));
  }

  @Test
  void whatTheCustomerWritesHoldsOverWhatEnrollingWrote() throws Exception {
    folder.writeSettings(Map.of(NodeFolder.NETWORKS, "198.51.100.0/24", NodeFolder.NODE, "id"));
    write("allow.xml", NodeFolder.NETWORKS, "198.51.100.7/32");
    assertThat(folder.allSettings())
        .containsEntry(NodeFolder.NETWORKS, "198.51.100.7/32")
        .containsEntry(NodeFolder.NODE, "id");
    // As Liberty has it: the last by its name, whatever its case.
    write("Site.xml", NodeFolder.NETWORKS, "198.51.100.8/32");
    assertThat(folder.allSettings()).containsEntry(NodeFolder.NETWORKS, "198.51.100.8/32");
  }

  @Test
  void whatAnOlderReleaseWroteIsReadUntilItIsWrittenAnew() throws Exception {
    write("enrolment.xml", NodeFolder.NODE, "before");
    Files.createDirectories(folder.keys());
    Files.createFile(folder.keys().resolve("node.bcfks"));
    assertThat(folder.settings()).containsEntry(NodeFolder.NODE, "before");
    folder.writeSettings(Map.of(NodeFolder.NODE, "now"));
    assertThat(folder.settings()).containsEntry(NodeFolder.NODE, "now");
    assertThat(server.resolve("configDropins/overrides/enrolment.xml")).doesNotExist();
    folder.forget();
    assertThatThrownBy(folder::settings).isInstanceOf(Stopped.class).hasMessageContaining("enroll");
  }

  @Test
  void theTrailIsWhereTheServerHasIt() throws Exception {
    assertThat(folder.trail(Map.of())).isEqualTo(server.resolve("trail"));
    assertThat(folder.trail(Map.of("sallyport.onprem.trail", "${server.output.dir}/audit")))
        .isEqualTo(server.resolve("audit"));
    assertThat(folder.trail(Map.of("sallyport.onprem.trail", "/var/lib/trail")))
        .isEqualTo(Path.of("/var/lib/trail"));
    assertThatThrownBy(() -> folder.trail(Map.of("sallyport.onprem.trail", "${where}/trail")))
        .isInstanceOf(Stopped.class)
        .hasMessageContaining("--trail");
  }

  @Test
  void oneCommandChangesItAtATime() throws Exception {
    try (FileChannel alone = folder.exclusively()) {
      assertThat(alone.isOpen()).isTrue();
      assertThatThrownBy(folder::exclusively)
          .isInstanceOf(Stopped.class)
          .hasMessageContaining("under way");
    }
    folder.exclusively().close();
  }

  @Test
  void whereNothingCanBeWrittenNothingIsSent() throws Exception {
    Files.createFile(server.resolve("keys"));
    assertThatThrownBy(folder::requireWritableKeys)
        .isInstanceOf(Stopped.class)
        .hasMessageContaining("Nothing was sent");
    assertThatThrownBy(folder::exclusively)
        .isInstanceOf(Stopped.class)
        .hasMessageContaining("cannot be written");
  }
}
