package io.holdfast.cli.up;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.holdfast.cli.data.DataDirectory;
import io.holdfast.cli.outcome.Failure;
import io.holdfast.cli.program.Program;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeeperIT {

  @TempDir Path directory;

  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final Narration narration =
      new Narration(new PrintWriter(said, true, UTF_8), InstantSource.system());
  private DataDirectory data;
  private @Nullable Keeper keeper;

  @BeforeEach
  void makeDirectory() {
    data = new DataDirectory(directory);
    data.create();
  }

  @AfterEach
  void stop() throws InterruptedException {
    if (keeper != null) {
      keeper.stop();
    }
  }

  private Keeper keep(ChildPlan plan, int tries) {
    Keeper made = new Keeper(new Child(plan, data), narration, tries);
    keeper = made;
    return made;
  }

  private String said() {
    return said.toString(UTF_8);
  }

  private ProcessHandle running(String name) throws IOException {
    return ChildRecord.readAll(data.run()).stream()
        .filter(record -> record.name().equals(name))
        .findFirst()
        .flatMap(record -> record.mark().running())
        .orElseThrow();
  }

  @Test
  void a_child_that_serves_is_ready_and_ends_when_asked() throws Exception {
    var ready = keep(Children.obedient("worker-1", Program.WORKER), 1).start();

    assertThat(ready.get(20, SECONDS).path("url").asString()).isEqualTo("http://here");
    ProcessHandle process = running("worker-1");
    stop();

    assertThat(process.isAlive()).isFalse();
    assertThat(ChildRecord.readAll(data.run())).isEmpty();
    assertThat(Files.readString(data.logs().resolve("worker-1.log"))).isEqualTo("asked\n");
    assertThat(said()).contains("ready after", "ended").doesNotContain("killed");
  }

  @Test
  void a_child_that_dies_is_started_again() throws Exception {
    var ready = keep(Children.obedient("worker-1", Program.WORKER), 1).start();
    ready.get(20, SECONDS);
    ProcessHandle first = running("worker-1");
    first.destroyForcibly();

    await().atMost(20, SECONDS).until(() -> said().split("ready after", -1).length == 3);
    assertThat(running("worker-1").pid()).isNotEqualTo(first.pid());
    assertThat(said()).contains("ended by itself (status 137", "started again in 1.0 s");
  }

  @Test
  void one_that_cannot_start_shows_its_last_words_and_gives_up() {
    var ready =
        keep(Children.script("console", Program.CONSOLE, "echo the disk is full; exit 3"), 2)
            .start();

    assertThatThrownBy(() -> ready.get(20, SECONDS))
        .cause()
        .isInstanceOf(Failure.class)
        .hasMessageContaining("console cannot start")
        .hasMessageContaining("console.log");
    assertThat(said()).contains("    | the disk is full", "could not start (status 3");
  }

  @Test
  void stopping_during_the_pause_starts_nothing_more() throws Exception {
    var _ = keep(Children.script("worker-1", Program.WORKER, "exit 1"), Integer.MAX_VALUE).start();
    await().atMost(20, SECONDS).until(() -> said().contains("started again"));

    stop();

    assertThat(ChildRecord.readAll(data.run())).isEmpty();
  }

  @Test
  void secrets_are_in_the_environment_and_not_in_the_command_line() throws Exception {
    String script = "echo got $SECRET; ready; while :; do sleep 0.05; done";
    keep(Children.script("worker-1", Program.WORKER, script), 1).start().get(20, SECONDS);

    assertThat(Files.readString(data.logs().resolve("worker-1.log"))).startsWith("got s3cret");
    assertThat(Children.obedient("x", Program.WORKER).command().toString())
        .doesNotContain("s3cret");
    assertThat(Children.obedient("x", Program.WORKER).toString()).doesNotContain("s3cret");
  }

  @Test
  void the_terminals_interrupt_does_not_reach_a_child() throws Exception {
    keep(Children.obedient("worker-1", Program.WORKER), 1).start().get(20, SECONDS);

    String stat = Files.readString(Path.of("/proc/" + running("worker-1").pid() + "/stat"));
    String session =
        stat.substring(stat.lastIndexOf(')') + 2).replaceFirst("^. \\d+ \\d+ (\\d+) .*\n", "$1");
    assertThat(session).isEqualTo(String.valueOf(running("worker-1").pid()));
  }

  @Test
  void a_start_that_failed_leaves_no_archive_of_classes_to_the_next() throws IOException {
    Path archive = Files.createFile(directory.resolve("classes.jsa"));
    List<String> command =
        new ArrayList<>(Children.script("w", Program.WORKER, "exit 1").command());
    // Behind the script the shell takes it for one of the script's own arguments.
    command.add("-XX:SharedArchiveFile=" + archive);

    keep(new ChildPlan("w", Program.WORKER, command, Map.of()), 2).start();

    await().until(() -> !Files.exists(archive));
  }
}
