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

class CommandsIT {

  private static final String ID = "01890a5d-ac96-774b-bcce-b302099a8057";
  private static final String VOLUME =
      """
      {"id": "%s", "name": "documents", "sizeBytes": 268435456, "status": "available", "backend": "local"}
      """
          .formatted(ID);
  private static final String TASK =
      """
      {"id": "t1", "kind": "backup", "state": "%s", "host": "worker-1", "bytesTotal": 100, "bytesDone": %d,
       "startedAt": "2026-01-01T00:00:00Z", "finishedAt": "2026-01-01T00:00:04Z", "message": %s}
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
  void lists_volumes_of_all_pages() {
    console
        .on("GET /volumes", 200, "{\"items\": [%s], \"next\": \"1\"}".formatted(VOLUME))
        .on(
            "GET /volumes",
            200,
            "{\"items\": [%s]}".formatted(VOLUME.replace("documents", "mail")));

    assertThat(run("volume", "list")).isZero();
    assertThat(out.toString().lines().map(line -> line.replaceFirst(" .*", "")))
        .containsExactly("NAME", "documents", "mail");
    assertThat(out.toString()).contains("256 MiB");
    assertThat(console.requests().get(1)).contains("marker=1").contains("Bearer secret");
  }

  @Test
  void prints_json_for_programs() {
    console.on("GET /volumes", 200, "{\"items\": [%s]}".formatted(VOLUME));

    assertThat(run("volume", "list", "--json")).isZero();
    assertThat(out.toString()).startsWith("[ {").contains("\"sizeBytes\" : 268435456");
  }

  @Test
  void finds_a_volume_by_its_exact_name() {
    console
        .on(
            "GET /volumes",
            200,
            "{\"items\": [%s, %s]}".formatted(VOLUME, VOLUME.replace("documents", "documents-2")))
        .on("POST /backups", 202, "{\"backup\": {\"id\": \"b1\"}, \"task\": {\"id\": \"t1\"}}");

    assertThat(run("backup", "create", "documents", "--name", "daily", "--property", "a=b"))
        .isZero();
    assertThat(console.requests().getLast())
        .startsWith("POST /api/v1/backups")
        .contains(
            "\"volumeId\":\"" + ID + "\"", "\"name\":\"daily\"", "\"metadata\":{\"a\":\"b\"}");
    assertThat(out.toString()).contains("Backup b1 of volume 'documents' is queued.");
  }

  @Test
  void refuses_a_name_that_two_have() {
    console.on(
        "GET /volumes",
        200,
        "{\"items\": [%s, %s]}".formatted(VOLUME, VOLUME.replace(ID, ID.replace('0', '1'))));

    assertThat(run("volume", "show", "documents")).isEqualTo(4);
    assertThat(err.toString()).contains("2 volumes are called 'documents'", ID);
  }

  @Test
  void says_what_is_not_there() {
    console.on("GET /volumes", 200, "{\"items\": []}");

    assertThat(run("volume", "show", "nothing")).isEqualTo(3);
    assertThat(err.toString()).contains("There is no volume called 'nothing'");
  }

  @Test
  void passes_on_the_consoles_sentence_and_what_to_do() {
    console
        .on("GET /backups/" + ID, 200, "{\"id\": \"%s\", \"name\": \"b\"}".formatted(ID))
        .on(
            "DELETE /backups/" + ID,
            409,
            "{\"detail\": \"Backup b has 2 dependents\", \"next\": \"Delete them first\"}");

    assertThat(run("backup", "delete", ID)).isEqualTo(4);
    assertThat(err.toString())
        .isEqualTo("holdfast: Backup b has 2 dependents. Delete them first.\n");
  }

  @Test
  void a_wrong_token_is_told_from_a_missing_right() {
    console.on("GET /volumes", 401, "").on("GET /tasks", 403, "");

    assertThat(run("volume", "list")).isEqualTo(6);
    assertThat(err.toString()).contains("does not accept the token", "HOLDFAST_TOKEN");
    assertThat(run("task", "list")).isEqualTo(6);
    assertThat(err.toString()).contains("does not allow this");
  }

  @Test
  void an_unreachable_console_has_a_status_of_its_own() {
    console.close();

    assertThat(run("volume", "list")).isEqualTo(5);
    assertThat(err.toString()).contains("Cannot reach the console at " + console.url());
  }

  @Test
  void something_else_behind_the_address_is_recognised() {
    console.on("GET /volumes", 200, "<html>hello</html>");

    assertThat(run("volume", "list")).isEqualTo(1);
    assertThat(err.toString()).contains("is no Holdfast console");
  }

  @Test
  void waits_for_a_task_and_shows_its_way() {
    console
        .on("GET /volumes/" + ID, 200, VOLUME)
        .on("POST /backups", 202, "{\"backup\": {\"id\": \"b1\"}, \"task\": {\"id\": \"t1\"}}")
        .on("GET /tasks/t1", 200, TASK.formatted("running", 50, null))
        .on("GET /tasks/t1", 503, "{}")
        .on("GET /tasks/t1", 200, TASK.formatted("succeeded", 100, null));

    assertThat(run("backup", "create", ID, "--wait")).isZero();
    assertThat(err.toString()).contains(" 50 %", "running on worker-1", "succeeded");
    assertThat(out.toString()).isEqualTo("The backup is done: 100 B, in 4.0 s.\n");
  }

  @Test
  void a_task_that_failed_or_was_cancelled_shows_in_the_status() {
    console
        .on("GET /tasks/t1", 200, TASK.formatted("failed", 50, "\"The repository is full.\""))
        .on("GET /tasks/t2", 200, TASK.formatted("cancelled", 50, null))
        .on("POST /tasks/t2/cancel", 202, TASK.formatted("running", 50, null));

    assertThat(run("task", "show", "t1", "--wait")).isEqualTo(1);
    assertThat(out.toString()).contains("The backup was not done: The repository is full.");
    assertThat(run("task", "show", "t2", "--wait")).isEqualTo(7);
    assertThat(run("task", "cancel", "t2", "--wait")).isZero();
  }

  @Test
  void a_verify_that_found_damage_says_so_and_shows_in_the_status() {
    String found = TASK.formatted("succeeded", 100, "\"1 chunk is damaged.\"");
    String failed = TASK.formatted("failed", 50, "\"Backup b is damaged.\"");
    console
        .on("GET /tasks/t1", 200, found.replaceFirst("\\{", "{\"damaged\": true, "))
        .on("GET /tasks/t2", 200, TASK.formatted("succeeded", 100, "\"All was read.\""))
        .on("GET /tasks/t3", 200, failed.replaceFirst("\\{", "{\"damaged\": true, "));

    assertThat(run("task", "show", "t1", "--wait")).isEqualTo(9);
    assertThat(out.toString()).contains("found damage: 1 chunk is damaged.");
    assertThat(run("task", "show", "t2", "--wait")).isZero();
    assertThat(out.toString()).contains("in 4.0 s. All was read.");
    assertThat(run("task", "show", "t3", "--wait")).as("a restore that met damage").isEqualTo(9);
  }

  @Test
  void lists_say_which_backups_are_damaged_and_which_volumes_protected() {
    String backup =
        """
        {"id": "b%d", "name": "%s", "incremental": false, "status": "available", "sizeBytes": 1, "hasDependents": false, "verifyResult": %s}\
        """;
    console
        .on(
            "GET /backups",
            200,
            "{\"items\": [%s, %s, %s]}"
                .formatted(
                    backup.formatted(1, "broken", "\"damaged\""),
                    backup.formatted(2, "proven", "\"intact\""),
                    backup.formatted(3, "new", null)))
        .on(
            "GET /volumes",
            200,
            "{\"items\": [%s]}"
                .formatted(VOLUME.replaceFirst("\\{", "{\"protection\": \"late\", ")));

    assertThat(run("backup", "list")).isZero();
    assertThat(out.toString())
        .containsPattern("broken .* damaged ")
        .containsPattern("proven .* available ")
        .containsPattern("new .* available ");
    assertThat(run("volume", "list")).isZero();
    assertThat(out.toString()).containsPattern("documents .* late ");
  }

  @Test
  void a_task_is_let_go_before_others_and_asked_for_again() {
    console
        .on("POST /tasks/t1/priority", 200, TASK.formatted("queued", 0, null))
        .on("POST /tasks/t0/repeat", 202, TASK.formatted("queued", 0, null))
        .on("GET /tasks/t1", 200, TASK.formatted("succeeded", 100, null));

    assertThat(run("task", "priority", "t1", "2")).isZero();
    assertThat(console.requests().getLast()).contains("{\"priority\":2}");
    assertThat(run("task", "repeat", "t0")).isZero();
    assertThat(out.toString())
        .isEqualTo("Task t1 has priority 2.\nTask t1 is queued in its place.\n");
    assertThat(run("task", "repeat", "t0", "--wait")).isZero();
    assertThat(run("task", "priority", "t1", "urgent")).isEqualTo(2);
  }

  @Test
  void restores_to_new_existing_and_same_volumes() {
    String backup = "{\"id\": \"%s\", \"name\": \"b\", \"volumeId\": \"v0\"}".formatted(ID);
    console
        .on("GET /backups/" + ID, 200, backup)
        .on("GET /volumes", 200, "{\"items\": [%s]}".formatted(VOLUME))
        .on(
            "POST /backups/" + ID + "/restore",
            202,
            "{\"volume\": {\"id\": \"v\", \"name\": \"n\"}}");

    assertThat(run("restore", ID, "--to-new", "copy")).isZero();
    assertThat(console.requests().getLast()).contains("{\"volumeName\":\"copy\"}");
    assertThat(run("restore", ID, "--to", "documents")).isZero();
    assertThat(console.requests().getLast()).contains("{\"volumeId\":\"" + ID + "\"}");
    assertThat(run("restore", ID, "--in-place")).isZero();
    assertThat(console.requests().getLast()).contains("{\"volumeId\":\"v0\"}");
    assertThat(run("restore", ID, "--in-place", "--to", "documents")).isEqualTo(2);
  }

  @Test
  void a_damaged_backup_is_written_over_a_volume_only_when_somebody_wants_that() {
    console
        .on(
            "GET /backups/" + ID,
            200,
            """
            {"id": "%s", "status": "available", "verifyResult": "damaged", "verifyMessage": "1 chunk is damaged.", "volumeId": "v0"}
            """
                .formatted(ID))
        .on(
            "POST /backups/" + ID + "/restore",
            202,
            "{\"volume\": {\"id\": \"v\", \"name\": \"n\"}}");

    assertThat(run("restore", ID, "--in-place")).isEqualTo(9);
    assertThat(err.toString())
        .contains("was found damaged: 1 chunk is damaged. Nothing was restored.");
    assertThat(console.requests()).noneMatch(it -> it.startsWith("POST"));
    assertThat(run("restore", ID, "--in-place", "--accept-damage")).isZero();
    assertThat(run("restore", ID)).isZero();
    assertThat(err.toString()).contains("what is intact is restored: 1 chunk is damaged.");
  }

  @Test
  void a_policy_is_made_changed_and_previewed_by_what_is_said_of_it() {
    String policy =
        """
        {"id": "%s", "name": "nightly", "schedule": "Every day at 02:00 (UTC)", "volumes": 1, "version": 4,
         "cron": "0 2 * * *", "fullEvery": 7, "keep": {"last": 3}, "nextRunAt": "2026-12-01T02:00:00Z"}
        """
            .formatted(ID);
    console
        .on("POST /policies", 201, policy)
        .on("GET /policies", 200, "{\"items\": [%s]}".formatted(policy))
        .on("PUT /policies/" + ID, 200, policy)
        .on("GET /policies", 200, "{\"items\": [%s]}".formatted(policy))
        .on(
            "POST /policies/preview",
            200,
            """
            {"schedule": "Every day", "nextRuns": ["2026-12-01T02:00:00Z"], "volumeCount": 1, "madeInYear": 365,
             "stayAfterYear": 7, "drops": 1,
             "backups": [{"volume": "db", "moment": "2026-11-01T02:00:00Z", "stays": false, "why": "no rule"}]}
            """);

    assertThat(
            run(
                "policy",
                "create",
                "nightly",
                "--weekly",
                "mon,FRI@02:30",
                "--match-name",
                "db-*",
                "--match",
                "tier=gold",
                "--keep",
                "daily=7,weekly=4"))
        .isZero();
    assertThat(console.requests().getFirst())
        .contains("\"cron\":\"30 2 * * MON,FRI\"", "\"tier\":\"gold\"", "\"daily\":7", "\"db-*\"");
    assertThat(out.toString()).contains("it covers 1 volume and runs next");
    assertThat(run("policy", "update", "nightly", "--every", "6")).isZero();
    assertThat(console.requests().getLast())
        .contains("\"cron\":\"0 */6 * * *\"", "\"version\":4", "\"last\":3");
    assertThat(run("policy", "preview", "nightly", "--keep", "last=1")).isZero();
    assertThat(out.toString()).contains("365 backups of each; 7 of them stay", "no rule");
    assertThat(run("policy", "create", "x", "--daily", "25:00")).isEqualTo(2);
    assertThat(run("policy", "create", "x", "--keep", "often=2")).isEqualTo(2);
  }

  @Test
  void sizes_are_checked_before_anything_is_sent() {
    assertThat(run("volume", "create", "x", "--", "-5")).isEqualTo(2);
    assertThat(run("volume", "create", "x", "10Q")).isEqualTo(2);
    assertThat(console.requests()).isEmpty();
  }

  @Test
  void an_unknown_command_is_a_usage_error_with_a_suggestion() {
    assertThat(run("volumes")).isEqualTo(2);
    assertThat(err.toString()).contains("./holdfast volume");
  }
}
