package io.sallyport.tenancy.company;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sallyport.contract.error.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class CompaniesTest {
  @Test
  void aNameIsTrimmedAndComposed() {
    assertThat(Companies.name("company", "  Mu\u0308ller & Co. 株式会社 "))
        .isEqualTo("M\u00fcller & Co. 株式会社");
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {"", "   ", "a\u0000b", "right\u202eleft", "line\nbreak", "zero\u200bwidth"})
  void aNameThatIsEmptyOrHidesSomethingIsRefusedByField(String name) {
    ProblemException refused =
        catchThrowableOfType(ProblemException.class, () -> Companies.name("company", name));
    assertThat(refused.problem().code()).isEqualTo("SP-REGISTRATION-INVALID");
    assertThat(refused.problem().parameter()).isEqualTo("company");
  }

  @Test
  void aNameHasAtMost200CharactersAlsoOutsideTheBasicPlane() {
    assertThat(Companies.name("person", "𝒜".repeat(200))).hasSize(400);
    assertThat(
            catchThrowableOfType(
                ProblemException.class, () -> Companies.name("person", "a".repeat(201))))
        .isNotNull();
  }
}
