package io.holdfast.grid;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;

/** What crosses the grid is a final class with final fields: Ignite cannot carry records. */
final class GridMessagesTest {

  private static final JavaClasses OURS =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.holdfast.grid");

  @Test
  void messages_are_final_classes_with_final_fields() {
    ArchRule rule =
        classes()
            .that()
            .resideInAnyPackage("io.holdfast.grid.volume", "io.holdfast.grid.worker")
            .and()
            .areNotInterfaces()
            .and()
            .areNotEnums()
            .should()
            .notBeRecords()
            .andShould()
            .haveModifier(JavaModifier.FINAL)
            .andShould()
            .haveOnlyFinalFields();
    rule.check(OURS);
  }

  @Test
  void packages_depend_one_way() {
    noClasses()
        .that()
        .resideInAnyPackage("io.holdfast.grid.call", "io.holdfast.grid.process")
        .should()
        .dependOnClassesThat(
            JavaClass.Predicates.resideInAnyPackage(
                "io.holdfast.grid", "io.holdfast.grid.volume", "io.holdfast.grid.worker"))
        .check(OURS);
    noClasses()
        .that()
        .resideInAnyPackage("io.holdfast.grid.volume", "io.holdfast.grid.worker")
        .should()
        .dependOnClassesThat(JavaClass.Predicates.resideInAnyPackage("io.holdfast.grid"))
        .check(OURS);
  }

  @Test
  void ignite_stays_behind_this_module() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "io.holdfast.grid.volume", "io.holdfast.grid.worker", "io.holdfast.grid.process")
        .should()
        .dependOnClassesThat(JavaClass.Predicates.resideInAPackage("org.apache.ignite.."))
        .check(OURS);
  }
}
