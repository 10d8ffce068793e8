package io.holdfast.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.holdfast.chaos.place.Network;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import picocli.CommandLine;

/**
 * A short run; {@code ./holdfast chaos} makes long ones. Not in the daily tests yet: its dozen
 * processes need more memory beside Maven than those may take.
 *
 * <pre>./holdfast test -Dholdfast.chaos=true</pre>
 */
@Tag("processes")
@EnabledIfSystemProperty(named = "holdfast.chaos", matches = "true")
final class ChaosIT {

  @Test
  void nothing_is_lost_or_left_over_after_a_sequence_of_faults() throws IOException {
    String whyNot = Network.whyNot();
    assumeTrue(whyNot.isEmpty(), "Network namespaces cannot be had here: " + whyNot);
    System.setProperty("holdfast.home", Path.of("..").toRealPath().toString());
    int status =
        new CommandLine(new Chaos())
            .execute("--sequences=1", "--seed=1", "--volumes=6", "--seconds=8", "--faults=3");
    assertThat(status).as("What went wrong was printed above").isZero();
  }
}
