package io.holdfast.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class DependenciesTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.holdfast.cli");

  @Test
  void knows_nothing_behind_the_api() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.springframework..",
            "io.holdfast.schema..",
            "io.holdfast.grid..",
            "io.holdfast.nbd..",
            "io.holdfast.mount..",
            "io.holdfast.console..",
            "io.holdfast.worker..",
            "io.holdfast.volumeservice..")
        .check(CLASSES);
  }

  @Test
  void only_work_on_a_repositorys_directory_knows_the_engine() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.holdfast.cli.repository..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.holdfast.engine..")
        .check(CLASSES);
  }

  @Test
  void packages_form_no_circle() {
    slices().matching("io.holdfast.cli.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void commands_that_talk_to_the_api_start_no_processes() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "..cli.api..", "..cli.volume..", "..cli.backup..", "..cli.task..", "..cli.token..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("..cli.up..", "..cli.demo..", "..cli.program..")
        .check(CLASSES);
  }
}
