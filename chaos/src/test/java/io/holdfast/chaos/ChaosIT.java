package io.holdfast.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.holdfast.chaos.place.Network;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** One short sequence of a few programs; {@code ./holdfast chaos} makes long ones of more. */
@Tag("processes")
final class ChaosIT {

  @Test
  void nothing_is_lost_or_left_over_after_a_sequence_of_faults() throws IOException {
    String whyNot = Network.whyNot();
    assumeTrue(whyNot.isEmpty(), "Network namespaces cannot be had here: " + whyNot);
    System.setProperty("holdfast.home", Path.of("..").toRealPath().toString());
    int status =
        new CommandLine(new Chaos())
            .execute(
                "--sequences=1",
                "--seed=3",
                "--consoles=1",
                "--volume-services=1",
                "--workers=2",
                "--volumes=3",
                "--seconds=6",
                "--faults=3",
                "--directory=" + System.getProperty("java.io.tmpdir"));
    assertThat(status).as("What went wrong was printed above").isZero();
  }
}
