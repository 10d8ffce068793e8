package io.holdfast.console;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.springframework.stereotype.Service;

/** The directions in which the console's packages may look. */
class ArchitectureTest {

  private static final JavaClasses CONSOLE =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.holdfast.console");

  @Test
  void services_know_neither_pages_nor_http() {
    noClasses()
        .that()
        .areAnnotatedWith(Service.class)
        .or()
        .resideInAnyPackage(
            "..console.identity..",
            "..console.live..",
            "..console.refusal..",
            "..console.dispatch..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "com.vaadin..", "jakarta.servlet..", "..console.ui..", "..console.api..")
        .check(CONSOLE);
  }

  @Test
  void pages_and_api_do_not_know_each_other() {
    noClasses()
        .that()
        .resideInAPackage("..console.ui..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("..console.api..")
        .allowEmptyShould(true)
        .check(CONSOLE);
    noClasses()
        .that()
        .resideInAPackage("..console.api..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("..console.ui..")
        .check(CONSOLE);
  }

  @Test
  void sql_is_written_in_the_schema_and_nowhere_else() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.holdfast.schema.generated..")
        .check(CONSOLE);
    classes()
        .that()
        .resideInAnyPackage("..console.ui..", "..console.api..")
        .should()
        .onlyDependOnClassesThat()
        .resideOutsideOfPackages("org.jooq..", "java.sql..")
        .allowEmptyShould(true)
        .check(CONSOLE);
  }

  @Test
  void the_console_knows_neither_engine_nor_nbd() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.holdfast.engine..",
            "io.holdfast.nbd..",
            "io.holdfast.worker..",
            "io.holdfast.volumeservice..")
        .check(CONSOLE);
  }
}
