package dev.chancery.agent;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The directions of ARCHITECTURE.md. */
class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.chancery");

  private static final String POLICY = "dev.chancery.policy..";
  private static final String REDACTION = "dev.chancery.redaction..";
  private static final String API = "dev.chancery.api..";
  private static final String XDS = "dev.chancery.xds..";
  private static final String ENVOY = "dev.chancery.envoy..";
  private static final String LOGS = "dev.chancery.accesslogs..";
  private static final String FLOWS = "dev.chancery.flows..";
  private static final String AGENT = "dev.chancery.agent..";

  @Test
  void modulesUseOnlyWhatStandsBelowThem() {
    forbid(POLICY, REDACTION, API, XDS, ENVOY, LOGS, FLOWS, AGENT);
    forbid(REDACTION, POLICY, API, XDS, ENVOY, LOGS, FLOWS, AGENT);
    forbid(API, POLICY, REDACTION, XDS, ENVOY, LOGS, FLOWS, AGENT);
    forbid(XDS, POLICY, REDACTION, API, ENVOY, LOGS, FLOWS, AGENT);
    forbid(ENVOY, REDACTION, XDS, LOGS, FLOWS, AGENT);
    forbid(LOGS, POLICY, REDACTION, XDS, ENVOY, FLOWS, AGENT);
    forbid(FLOWS, POLICY, XDS, ENVOY, AGENT);
  }

  @Test
  void pureModulesHaveNoFilesNoSocketsNoThreadsNoClockAndNoLog() {
    for (String pure : List.of(POLICY, REDACTION, ENVOY)) {
      noClasses()
          .that()
          .resideInAPackage(pure)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.slf4j..",
              "io.grpc..",
              "io.netty..",
              "java.nio.channels..",
              "java.util.concurrent")
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.nio.file.Files")
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.io.File")
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.net.Socket")
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.lang.Thread")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(java.time.Instant.class, "now")
          .check(CLASSES);
    }
  }

  @Test
  void policyOfTheUserIsNeverRunByTheJdksRegularExpressions() {
    noClasses()
        .that()
        .resideInAnyPackage("dev.chancery.policy.resolve..", "dev.chancery.policy.evaluate..")
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.util.regex.Pattern")
        .check(CLASSES);
  }

  @Test
  void packagesOfTheAgentHaveNoCycles() {
    SlicesRuleDefinition.slices()
        .matching("dev.chancery.agent.(*)..")
        .should()
        .beFreeOfCycles()
        .check(CLASSES);
  }

  private static void forbid(String from, String... to) {
    noClasses()
        .that()
        .resideInAPackage(from)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(to)
        .check(CLASSES);
  }
}
