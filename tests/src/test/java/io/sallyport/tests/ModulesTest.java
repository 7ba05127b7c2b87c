package io.sallyport.tests;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The walls between the modules, as the design's table draws them. */
@AnalyzeClasses(
    packages = "io.sallyport",
    importOptions = {ImportOption.DoNotIncludeTests.class, ModulesTest.NoFixtures.class})
class ModulesTest {
  /** Another module's tests come as a jar. */
  static final class NoFixtures implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return !location.contains("-tests.jar");
    }
  }

  private static final String CONTRACT = "io.sallyport.contract..";
  private static final String TENANCY = "io.sallyport.tenancy..";
  private static final String CRYPTO = "io.sallyport.crypto..";
  private static final String SEALING = "io.sallyport.crypto.sealing..";
  private static final String[] OPENING = {
    "io.sallyport.crypto.opening..",
    "io.sallyport.crypto.ring..",
    "io.sallyport.crypto.unsealing..",
    "io.sallyport.crypto.rewrap.."
  };
  private static final String API = "io.sallyport.api..";
  private static final String WEB = "io.sallyport.web..";

  @ArchTest
  static final ArchRule theContractDependsOnNothing =
      classes()
          .that()
          .resideInAPackage(CONTRACT)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(CONTRACT, "java..", "org.erdtman.jcs..");

  @ArchTest
  static final ArchRule tenancyKnowsTheContractOnly =
      noClasses()
          .that()
          .resideInAPackage(TENANCY)
          .should()
          .dependOnClassesThat(resideInAnyPackage(CRYPTO, API, WEB, "software.amazon.."));

  @ArchTest
  static final ArchRule cryptoKnowsNoFacesNoAwsAndNoTables =
      noClasses()
          .that()
          .resideInAPackage(CRYPTO)
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                  TENANCY,
                  API,
                  WEB,
                  "software.amazon..",
                  "jakarta.faces..",
                  "jakarta.persistence..",
                  "jakarta.ws.rs.."));

  @ArchTest
  static final ArchRule sealingNeverReachesOpening =
      noClasses()
          .that()
          .resideInAPackage(SEALING)
          .should()
          .dependOnClassesThat(resideInAnyPackage(OPENING));

  @ArchTest
  static final ArchRule thePortalNeverReachesOpeningNorTheApiService =
      noClasses()
          .that()
          .resideInAPackage(WEB)
          .should()
          .dependOnClassesThat(resideInAnyPackage(OPENING).or(resideInAPackage(API)));

  @ArchTest
  static final ArchRule theApiServiceKnowsNeitherJpaNorOpenPgpNorTheOtherModules =
      noClasses()
          .that()
          .resideInAPackage(API)
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                  TENANCY, CRYPTO, WEB, "jakarta.persistence..", "org.bouncycastle.."));

  @ArchTest
  static final ArchRule aCustomersOwnNodeNeitherOpensNorAssumes =
      noClasses()
          .that()
          .resideInAnyPackage(
              "io.sallyport.api.aws..",
              "io.sallyport.api.onpremise..",
              "io.sallyport.api.operation..",
              "io.sallyport.api.order..",
              "io.sallyport.api.running..",
              "io.sallyport.api.wire..")
          .should()
          .dependOnClassesThat(
              resideInAPackage(API)
                  .and(
                      not(
                          resideInAnyPackage(
                              "io.sallyport.api.aws..",
                              "io.sallyport.api.onpremise..",
                              "io.sallyport.api.operation..",
                              "io.sallyport.api.order..",
                              "io.sallyport.api.running..",
                              "io.sallyport.api.wire.."))));

  @ArchTest
  static final ArchRule ourOwnNodesHaveNothingOfACustomers =
      noClasses()
          .that()
          .resideInAPackage(API)
          .and()
          .resideOutsideOfPackage("io.sallyport.api.onpremise..")
          .should()
          .dependOnClassesThat(resideInAPackage("io.sallyport.api.onpremise.."));

  @ArchTest
  static final ArchRule nothingThatIsDeployedKnowsTheDemoOrTheSandbox =
      noClasses()
          .that()
          .resideInAnyPackage(CONTRACT, TENANCY, CRYPTO, API, WEB)
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                  "io.sallyport.demo..", "io.sallyport.sandbox..", "io.sallyport.ceremony.."));

  @ArchTest
  static final ArchRule noStaticHoldsState =
      fields().that().areStatic().should().beFinal().because("state lives in beans");

  @ArchTest
  static final ArchRule namesSayWhatThingsAre =
      noClasses().should().haveNameMatching(".*(Util|Utils|Helper|Manager|Impl)$");
}
