package io.holdfast.schema.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Has Spin check the model of the protocol, docs/model/ownership.pml. */
final class OwnershipModelTest {

  private static final Path MODEL = Path.of("../docs/model/ownership.pml").toAbsolutePath();

  @TempDir Path directory;

  @BeforeAll
  static void requireChecker() {
    assumeTrue(
        starts("spin", "-V") && starts("gcc", "--version"),
        "The model is not checked: that takes Spin and a C compiler (Debian: apt-get install spin"
            + " gcc libc6-dev)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-DLAPSES=2",
        "-DLAPSES=1 -DKILLS=1 -DRESETS=1",
        "-DLAPSES=1 -DKILLS=1 -DCANCELS=1",
        "-DLAPSES=1 -DRESTARTS=1 -DCANCELS=1"
      })
  void one_owner_at_a_time_writes_and_no_task_is_lost(String faults) throws Exception {
    assertThat(check(faults.split(" "))).contains("errors: 0").doesNotContain("not completed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"NO_CUT", "NO_MEMORY", "NO_INCARNATION", "NO_TASK", "CLEAN_ALL", "NO_TAKEOVER"})
  void without_one_of_its_guards_the_protocol_fails(String guard) throws Exception {
    assertThat(check("-D" + guard, "-DLAPSES=1", "-DKILLS=1", "-DRESETS=1"))
        .contains("assertion violated")
        .contains("errors: 1");
  }

  private String check(String... changes) throws Exception {
    List<String> spin = new ArrayList<>(List.of("spin"));
    spin.addAll(List.of(changes));
    spin.addAll(List.of("-a", MODEL.toString()));
    run(spin);
    run(List.of("gcc", "-O1", "-w", "-DSAFETY", "-DMEMLIM=1000", "-o", "pan", "pan.c"));
    return run(List.of("./pan", "-E", "-m10000"));
  }

  private String run(List<String> command) throws IOException, InterruptedException {
    Path output = Files.createTempFile(directory, "output", ".txt");
    Process process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      int status = process.waitFor();
      String said = Files.readString(output, StandardCharsets.UTF_8);
      assertThat(status).as("%s: %s", command, said).isZero();
      return said;
    } finally {
      process.destroyForcibly();
    }
  }

  private static boolean starts(String... command) {
    try {
      return new ProcessBuilder(command)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
