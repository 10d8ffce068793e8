package io.holdfast.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class TableTest {

  @Test
  void columns_are_as_wide_as_their_widest_cell() {
    String text = new Table("NAME", "SIZE>").row("documents", "1 GiB").row("a", "512 B").text();

    assertThat(text)
        .isEqualTo(
            """
            NAME        SIZE
            documents  1 GiB
            a          512 B
            """);
  }

  @Test
  void a_name_cannot_steer_the_terminal() {
    assertThat(new Table("NAME").row("a\u001b[2Jb\nc").text())
        .isEqualTo("NAME\na\uFFFD[2Jb\uFFFDc\n");
  }

  @Test
  void durations_are_as_precise_as_one_wants_to_know() {
    assertThat(Durations.text(Duration.ofMillis(420))).isEqualTo("0.4 s");
    assertThat(Durations.text(Duration.ofSeconds(59))).isEqualTo("59 s");
    assertThat(Durations.text(Duration.ofSeconds(200))).isEqualTo("3 min 20 s");
    assertThat(Durations.text(Duration.ofMinutes(125))).isEqualTo("2 h 05 min");
    assertThat(Durations.text(Duration.ofHours(76))).isEqualTo("3 d 4 h");
  }

  @Test
  void details_show_the_fields_that_have_a_value() {
    String json =
        """
        {"id": "42", "sizeBytes": 1048576, "error": null, "metadata": {}, "bytesPerSecond": 2000000,
         "properties": {"a": "b", "c": 1}, "snapshotId": "s"}
        """;

    assertThat(Details.text(JsonMapper.builder().build().readTree(json)))
        .isEqualTo(
            """
            id           42
            size         1 MiB (1048576 bytes)
            per second   2.0 MB/s
            properties   a=b, c=1
            snapshot id  s
            """);
  }
}
