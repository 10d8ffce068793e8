package io.holdfast.cli.posix;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.cli.outcome.Failure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProcessImageIT {

  /** Runs in a JVM of its own, which a program then replaces. */
  public static void main(String[] command) {
    try {
      throw ProcessImage.replaceBy(List.of(command), Map.of("SETTING", "kept"));
    } catch (Failure failure) {
      System.out.println(failure.getMessage());
      System.exit(failure.exitCode().status());
    }
  }

  private static Process run(String... command) throws IOException {
    List<String> java =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                ProcessImageIT.class.getName()));
    java.addAll(List.of(command));
    return new ProcessBuilder(java).redirectErrorStream(true).start();
  }

  @Test
  void the_program_has_the_number_the_environment_and_the_status() throws Exception {
    Process process = run("/bin/sh", "-c", "echo $$ $SETTING; exit 42");

    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(said).isEqualTo(process.pid() + " kept\n");
    assertThat(process.exitValue()).isEqualTo(42);
  }

  @Test
  void a_signal_reaches_the_program_itself() throws Exception {
    Process process =
        run("/bin/sh", "-c", "trap 'exit 7' TERM; echo up; while :; do sleep 0.05; done");
    assertThat(process.getInputStream().read()).isEqualTo('u');

    process.destroy();

    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(7);
  }

  @Test
  void a_program_that_is_missing_is_named() throws Exception {
    Process process = run("/no/such/program");

    assertThat(new String(process.getInputStream().readAllBytes(), UTF_8))
        .contains("Cannot start /no/such/program");
    assertThat(process.waitFor()).isEqualTo(1);
  }
}
