package dev.chancery.testproxy;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The test proxy is worth something only as long as it shares no reading with Chancery. */
class ArchitectureTest {
  private static final JavaClasses CLASSES = imported();

  /** Names of foreign packages are enough; their classes need not be read. */
  private static JavaClasses imported() {
    ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
    return new ClassFileImporter()
        .withImportOption(new ImportOption.DoNotIncludeTests())
        .importPackages("dev.chancery.testproxy");
  }

  @Test
  void sharesNoClassWithChanceryButGeneratedMessages() {
    DescribedPredicate<JavaClass> chancery =
        DescribedPredicate.describe(
            "of Chancery",
            type ->
                type.getPackageName().startsWith("dev.chancery.")
                    && !type.getPackageName().startsWith("dev.chancery.testproxy")
                    && !type.getPackageName().startsWith("dev.chancery.api."));
    classes().should().onlyDependOnClassesThat(DescribedPredicate.not(chancery)).check(CLASSES);
  }

  @Test
  void packagesDependOneWay() {
    slices().matching("dev.(**)").should().beFreeOfCycles().check(CLASSES);
  }
}
