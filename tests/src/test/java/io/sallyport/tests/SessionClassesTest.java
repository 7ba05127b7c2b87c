package io.sallyport.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.InvalidClassException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import javax.management.BadAttributeValueExpException;
import javax.sql.rowset.serial.SerialBlob;
import org.junit.jupiter.api.Test;

/** What a node reads back from the rows of web sessions: see {@code fips.java.security}. */
class SessionClassesTest {
  private static final Path SECURITY = Path.of("../liberty-config/common/fips.java.security");

  private static Object read(Object written) throws Exception {
    Properties properties = new Properties();
    try (InputStream in = Files.newInputStream(SECURITY)) {
      properties.load(in);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(written);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      in.setObjectInputFilter(
          ObjectInputFilter.Config.createFilter(properties.getProperty("jdk.serialFilter")));
      return in.readObject();
    }
  }

  @Test
  void whatSessionsHoldIsReadBack() throws Exception {
    List<Object> held =
        new ArrayList<>(List.of(UUID.randomUUID(), Instant.EPOCH, "text", new byte[] {1}));
    assertThat((List<?>) read(held)).hasSameSizeAs(held);
  }

  @Test
  void whereChainsBeginIsNot() throws Exception {
    for (Object link :
        new Object[] {
          new BadAttributeValueExpException("x"),
          new SerialBlob(new byte[1]),
          new com.google.gson.JsonParseException("x")
        }) {
      assertThatThrownBy(() -> read(link))
          .as(link.getClass().getName())
          .isInstanceOf(InvalidClassException.class);
    }
    Object nested = "end";
    for (int depth = 0; depth < 100; depth++) {
      nested = new ArrayList<>(List.of(nested));
    }
    Object deep = nested;
    assertThatThrownBy(() -> read(deep)).isInstanceOf(InvalidClassException.class);
  }
}
