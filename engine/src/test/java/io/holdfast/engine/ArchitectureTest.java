package io.holdfast.engine;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The packages follow the data, each knows only those before it, and none knows a framework. */
@AnalyzeClasses(packages = "io.holdfast.engine", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule packages_know_only_the_stages_before_them =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("extent")
          .definedBy("io.holdfast.engine.extent")
          .layer("chunk")
          .definedBy("io.holdfast.engine.chunk")
          .layer("seal")
          .definedBy("io.holdfast.engine.seal")
          .layer("pack")
          .definedBy("io.holdfast.engine.pack")
          .layer("repository")
          .definedBy("io.holdfast.engine.repository")
          .layer("posix")
          .definedBy("io.holdfast.engine.repository.posix")
          .layer("record")
          .definedBy("io.holdfast.engine.record")
          .layer("run")
          .definedBy("io.holdfast.engine.run")
          .whereLayer("run")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("posix")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("record")
          .mayOnlyBeAccessedByLayers("run")
          .whereLayer("repository")
          .mayOnlyBeAccessedByLayers("posix", "record", "run")
          .whereLayer("pack")
          .mayOnlyBeAccessedByLayers("repository", "record", "run")
          .whereLayer("seal")
          .mayOnlyBeAccessedByLayers("pack", "repository", "run")
          .whereLayer("chunk")
          .mayOnlyBeAccessedByLayers("pack", "repository", "record", "run");

  @ArchTest
  static final ArchRule the_engine_depends_on_the_jdk_and_four_libraries =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "io.holdfast.engine..",
              "java..",
              "javax.crypto..",
              "org.slf4j..",
              "org.jspecify.annotations..",
              "com.github.luben.zstd..",
              "org.bouncycastle..",
              "com.fasterxml.jackson.annotation..",
              "tools.jackson..");

  @ArchTest
  static final ArchRule only_key_slots_use_bouncy_castle =
      noClasses()
          .that()
          .doNotHaveSimpleName("KeySlot")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.bouncycastle..");

  @ArchTest
  static final ArchRule nothing_reads_the_machines_clock =
      noClasses()
          .should()
          .callMethod(java.time.Instant.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(Thread.class, "sleep", long.class);
}
