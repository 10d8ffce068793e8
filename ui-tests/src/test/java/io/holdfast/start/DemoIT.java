package io.holdfast.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Only where the long tests are asked for: what it does, others do in parts. */
@EnabledIfSystemProperty(named = "holdfast.long", matches = "true")
class DemoIT {

  @TempDir Path directory;

  @Test
  void does_the_whole_job_and_leaves_nothing() throws Exception {
    try (Command demo = Command.start("demo", "--directory", directory.toString())) {
      demo.awaitPrinted("Nothing is left behind.", Duration.ofMinutes(5));

      assertThat(demo.awaitEnd()).isZero();
      assertThat(demo.printed()).contains("All of it held.", "same bytes").doesNotContain("killed");
    }
    assertThat(directory).isEmptyDirectory();
    assertThat(Processes.on(directory)).isEmpty();
  }

  @Test
  void leaves_nothing_when_it_is_interrupted() throws Exception {
    try (Command demo = Command.start("demo", "--directory", directory.toString())) {
      demo.awaitPrinted("storage        starting", Duration.ofMinutes(3));
      demo.interrupt();

      assertThat(demo.awaitEnd()).isEqualTo(7);
    }
    assertThat(directory).isEmptyDirectory();
    assertThat(Processes.on(directory)).isEmpty();
  }
}
