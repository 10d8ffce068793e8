package io.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.cli.api.FakeConsole;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class MountCommandsIT {

  private static final String ID = "01890a5d-ac96-774b-bcce-b302099a8057";
  private static final String MOUNT =
      """
      {"id": "%s", "backupId": "%s", "backupName": "nightly", "volumeName": "documents", "worker": "w",
       "writable": true, "createdBy": "alice", "lasting": true, "createdAt": "2026-01-01T00:00:00Z"}
      """;

  private final FakeConsole console = new FakeConsole();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @AfterEach
  void stop() {
    console.close();
  }

  private int run(String... arguments) {
    CommandLine commandLine = Holdfast.commandLine();
    commandLine.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--url", console.url(), "--token", "secret"));
    return commandLine.execute(all.toArray(String[]::new));
  }

  @Test
  void holds_a_mount_until_the_worker_has_it_no_longer() {
    console
        .on("GET /backups/" + ID, 200, "{\"id\": \"%s\"}".formatted(ID))
        .on(
            "POST /backups/" + ID + "/mounts",
            201,
            """
            {"id": "m1", "worker": "w 1", "address": "::1", "port": "1234", "export": "secret", "tls": false,
             "leaseSeconds": 1}
            """)
        .on("POST /mounts/m1/renew", 204, "")
        .on("POST /mounts/m1/renew", 404, "{\"detail\": \"There is no mount.\"}")
        .on("DELETE /mounts/m1", 204, "");

    assertThat(run("backup", "mount", ID, "--writable")).isEqualTo(3);
    assertThat(out.toString()).isEqualTo("nbd://[::1]:1234/secret\n");
    assertThat(err.toString()).contains("no longer offered: There is no mount");
    assertThat(console.requests().get(1)).contains("\"writable\":true");
    assertThat(console.requests().getLast()).startsWith("DELETE /api/v1/mounts/m1");
  }

  @Test
  void leaves_a_mount_behind_and_says_how_to_end_it() {
    console
        .on("GET /backups/" + ID, 200, "{\"id\": \"%s\"}".formatted(ID))
        .on(
            "POST /backups/" + ID + "/mounts",
            201,
            """
            {"id": "m1", "worker": "w", "address": "127.0.0.1", "port": "1234", "export": "secret", "tls": false}
            """);

    assertThat(run("backup", "mount", ID, "--detach")).isZero();
    assertThat(out.toString()).isEqualTo("nbd://127.0.0.1:1234/secret\n");
    assertThat(err.toString()).contains("until `./holdfast backup unmount m1`");
    assertThat(console.requests().getLast()).contains("\"lasting\":true");
  }

  @Test
  void lists_what_is_mounted() {
    console.on("GET /mounts", 200, "{\"items\": [%s]}".formatted(MOUNT.formatted("m1", "b1")));

    assertThat(run("backup", "mounts")).isZero();
    assertThat(out.toString()).contains("nightly", "documents", "throw-away writes", "alice", "m1");
  }

  @Test
  void unmounts_by_mount_or_by_backup() {
    console
        .on(
            "GET /mounts",
            200,
            "{\"items\": [%s, %s, %s]}"
                .formatted(
                    MOUNT.formatted("m1", "b1"),
                    MOUNT.formatted("m2", "b1"),
                    MOUNT.formatted("m3", "b2")))
        .on("DELETE /mounts/m1", 204, "")
        .on("DELETE /mounts/m2", 204, "");

    assertThat(run("backup", "unmount", "m1")).isZero();
    assertThat(console.requests().getLast()).startsWith("DELETE /api/v1/mounts/m1");
    assertThat(run("backup", "unmount", "b1")).isZero();
    assertThat(console.requests().getLast()).startsWith("DELETE /api/v1/mounts/m2");
    assertThat(run("backup", "unmount", "nightly")).isEqualTo(4);
    assertThat(err.toString()).contains("2 mounted backups are called 'nightly'", "b1, b2");
    assertThat(run("backup", "unmount", "weekly")).isEqualTo(3);
    assertThat(err.toString()).contains("Nothing that is mounted is called 'weekly'");
  }
}
