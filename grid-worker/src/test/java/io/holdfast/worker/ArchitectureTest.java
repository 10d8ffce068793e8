package io.holdfast.worker;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.holdfast.worker", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule the_other_processes_are_strangers =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.holdfast.console..", "io.holdfast.volumeservice..");

  @ArchTest
  static final ArchRule the_work_knows_no_framework =
      noClasses()
          .that()
          .resideInAnyPackage("io.holdfast.worker.*..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.springframework..", "org.apache.ignite..", "com.zaxxer..");

  @ArchTest
  static final ArchRule nbd_is_for_attaching_alone =
      noClasses()
          .that()
          .resideInAnyPackage(
              "io.holdfast.worker.task..",
              "io.holdfast.worker.record..",
              "io.holdfast.worker.repository..",
              "io.holdfast.worker.leftover..",
              "io.holdfast.worker.lease..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.holdfast.nbd..");

  @ArchTest
  static final ArchRule the_packages_follow_the_data =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("process")
          .definedBy("io.holdfast.worker")
          .layer("task")
          .definedBy("io.holdfast.worker.task")
          .layer("mount")
          .definedBy("io.holdfast.worker.mount")
          .layer("leftover")
          .definedBy("io.holdfast.worker.leftover")
          .layer("attach")
          .definedBy("io.holdfast.worker.attach")
          .layer("repository")
          .definedBy("io.holdfast.worker.repository")
          .layer("record")
          .definedBy("io.holdfast.worker.record")
          .layer("lease")
          .definedBy("io.holdfast.worker.lease")
          .whereLayer("process")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("task")
          .mayOnlyBeAccessedByLayers("process")
          .whereLayer("mount")
          .mayOnlyBeAccessedByLayers("process")
          .whereLayer("leftover")
          .mayOnlyBeAccessedByLayers("process")
          .whereLayer("attach")
          .mayOnlyBeAccessedByLayers("process", "task", "leftover")
          .whereLayer("repository")
          .mayOnlyBeAccessedByLayers("process", "task", "mount")
          .whereLayer("record")
          .mayOnlyBeAccessedByLayers("process", "task", "mount", "leftover", "attach", "repository")
          .whereLayer("lease")
          .mayOnlyBeAccessedByLayers("process", "task", "attach", "repository", "record");
}
