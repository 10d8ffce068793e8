package io.holdfast.volumeservice;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.junit.jupiter.api.Test;

/** Which way dependencies go. */
final class BoundariesTest {

  private static final JavaClasses OURS =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.holdfast.volumeservice");

  @Test
  void the_volume_service_sees_neither_the_database_nor_the_engine_nor_other_processes() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.holdfast.schema..",
            "io.holdfast.engine..",
            "io.holdfast.worker..",
            "io.holdfast.console..",
            "org.jooq..",
            "org.apache.ignite..")
        .check(OURS);
  }

  @Test
  void a_backend_knows_nothing_of_requests_claims_and_connections() {
    noClasses()
        .that()
        .resideInAnyPackage("io.holdfast.volumeservice.backend", "io.holdfast.volumeservice.file")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.holdfast.volumeservice.request",
            "io.holdfast.volumeservice.claim",
            "io.holdfast.volumeservice.connection",
            "org.springframework..")
        .check(OURS);
  }

  @Test
  void packages_form_no_circle() {
    SlicesRuleDefinition.slices()
        .matching("io.holdfast.volumeservice.(*)..")
        .should()
        .beFreeOfCycles()
        .check(OURS);
  }
}
