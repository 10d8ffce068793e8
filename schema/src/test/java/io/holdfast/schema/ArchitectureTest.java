package io.holdfast.schema;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.constructors;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.jooq.DSLContext;

@AnalyzeClasses(packages = "io.holdfast.schema", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  private static final DescribedPredicate<JavaClass> JOOQ_OR_GENERATED =
      resideInAnyPackage("org.jooq..", "io.holdfast.schema.generated..").as("jOOQ or generated");

  @ArchTest
  static final ArchRule frameworks_stay_outside =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.springframework..",
              "org.apache.ignite..",
              "com.vaadin..",
              "io.holdfast.engine..");

  /**
   * Clock, Rollback, SchemaDatabase and StringMap are for this module's own use and in the root
   * package.
   */
  @ArchTest
  static final ArchRule public_methods_speak_plain_types =
      methods()
          .that()
          .arePublic()
          .and()
          .areDeclaredInClassesThat()
          .arePublic()
          .and()
          .areDeclaredInClassesThat()
          .resideInAPackage("io.holdfast.schema.*")
          .and()
          .areDeclaredInClassesThat()
          .resideOutsideOfPackage("io.holdfast.schema.generated..")
          .should()
          .notHaveRawReturnType(JOOQ_OR_GENERATED)
          .andShould()
          .notHaveRawParameterTypes(
              DescribedPredicate.describe(
                  "with jOOQ or generated types",
                  parameters -> parameters.stream().anyMatch(JOOQ_OR_GENERATED)));

  @ArchTest
  static final ArchRule constructors_take_the_context_and_no_other_jooq_type =
      constructors()
          .that()
          .arePublic()
          .and()
          .areDeclaredInClassesThat()
          .resideOutsideOfPackage("io.holdfast.schema.generated..")
          .should()
          .notHaveRawParameterTypes(
              DescribedPredicate.describe(
                  "with jOOQ or generated types but the DSLContext",
                  parameters ->
                      parameters.stream()
                          .anyMatch(type ->
                              JOOQ_OR_GENERATED.test(type)
                                  && !type.isEquivalentTo(DSLContext.class))));

  /** node ← attachment, volume, repository, backup ← task ← submission; overview beside it. */
  @ArchTest
  static final ArchRule packages_have_no_cycles =
      slices()
          .matching("io.holdfast.schema.(*)..")
          .should()
          .beFreeOfCycles()
          .ignoreDependency(
              resideInAPackage("io.holdfast.schema.generated.."), DescribedPredicate.alwaysTrue());
}
