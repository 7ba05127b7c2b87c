package io.sallyport.tenancy.sso;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Domains have one form. */
class DomainTest {
  @Test
  void aDomainIsInLowerCaseAndInAscii() {
    assertThat(name("Example.COM")).isEqualTo("example.com");
    assertThat(name(" example.com. ")).isEqualTo("example.com");
    assertThat(name("bücher.example")).isEqualTo("xn--bcher-kva.example");
    assertThat(name("BÜCHER.example")).isEqualTo("xn--bcher-kva.example");
    // Full-width letters and the ideographic full stop.
    assertThat(name("ｅｘａｍｐｌｅ。com")).isEqualTo("example.com");
    // A Cyrillic а is another letter, and stays one.
    assertThat(name("ex\u0430mple.com")).startsWith("xn--").isNotEqualTo("example.com");
  }

  @Test
  void onlyWhatStandsBehindTheLastAtSignCounts() {
    assertThat(Domain.ofAddress("a@b@Example.com")).contains(new Domain("example.com"));
    assertThat(Domain.ofAddress("example.com")).contains(new Domain("example.com"));
    assertThat(Domain.ofAddress("a@")).isEmpty();
    assertThat(Domain.ofAddress(null)).isEmpty();
  }

  @Test
  void whatIsNoDomainIsNone() {
    for (String wrong :
        new String[] {
          "",
          ".",
          "com",
          "com.",
          "..",
          "a..b",
          "-a.com",
          "a-.com",
          "a_b.com",
          "a b.com",
          "1.2.3.4",
          "[::1]",
          "a.com/x",
          "a.com:1",
          "a.c",
          "a\u0000.com",
          "a\n.com",
          "x".repeat(64) + ".com",
          "a.".repeat(125) + "com" + "m".repeat(5),
          "a.".repeat(600) + "com"
        }) {
      assertThat(Domain.of(wrong)).as(wrong).isEmpty();
    }
  }

  private static String name(String text) {
    return Domain.of(text).orElseThrow().name();
  }
}
