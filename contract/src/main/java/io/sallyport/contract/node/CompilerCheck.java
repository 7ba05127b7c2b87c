package io.sallyport.contract.node;

import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.util.List;

/**
 * Keeps a node from starting that was compiled by a newer JDK than this JVM can read: what JDK 21
 * and newer compile loses the element types of records' lists on JDK 17 to 20, and messages between
 * nodes would be misread.
 *
 * @see <a href="https://bugs.openjdk.org/browse/JDK-8292275">JDK-8292275</a>
 */
public final class CompilerCheck {
  private CompilerCheck() {}

  private record Sample(List<String> elements) {
    Sample {
      elements = List.copyOf(elements);
    }
  }

  /**
   * Checks.
   *
   * @throws IllegalStateException saying what to do
   */
  public static void requireReadable() {
    Constructor<?> constructor = Sample.class.getDeclaredConstructors()[0];
    if (!(constructor.getParameters()[0].getParameterizedType() instanceof ParameterizedType)) {
      throw new IllegalStateException(
          "This package was compiled by a JDK that Java "
              + Runtime.version().feature()
              + " cannot read fully. Run it on the JDK that built it or a newer one, or build it"
              + " with JDK 17");
    }
  }
}
