package io.holdfast.chaos.check;

import io.holdfast.chaos.load.Consoles;
import io.holdfast.chaos.load.Consoles.Answer;
import io.holdfast.chaos.load.Content;
import io.holdfast.chaos.load.Load;
import io.holdfast.chaos.load.Model;
import io.holdfast.chaos.load.Volume;
import io.holdfast.chaos.place.Place;
import io.holdfast.cli.output.Pause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Compares what was restored, and what volumes hold, with what the model says. */
public final class Restores {

  private static final Duration WITHIN = Duration.ofSeconds(120);
  private static final Duration LOOK_EVERY = Duration.ofMillis(200);
  private static final Duration ACCEPTED_WITHIN = Duration.ofSeconds(30);
  private static final Duration TRY_EVERY = Duration.ofSeconds(2);
  private static final int SIDE_BY_SIDE = 6;

  private final Place place;
  private final Consoles consoles;
  private final Model model;
  private final Rows rows;

  public Restores(Place place, Consoles consoles, Model model) {
    this.place = place;
    this.consoles = consoles;
    this.model = model;
    this.rows = new Rows(place.database());
  }

  /** Volumes that hold something else than was last written or restored. */
  public List<String> volumes(List<Volume> volumes) throws IOException {
    List<String> wrong = new ArrayList<>();
    for (Volume volume : volumes) {
      Content expected = volume.content();
      String difference = expected == null ? "" : expected.difference(Content.of(volume.image()));
      if (!difference.isEmpty()) {
        wrong.add("Volume %s was changed: %s".formatted(volume.id(), difference));
      }
    }
    return wrong;
  }

  /** Restores so many available backups, and clears away every restored volume. */
  public List<String> sample(int count, Random random)
      throws SQLException, IOException, InterruptedException {
    List<String> wrong = new ArrayList<>();
    List<String> available =
        rows.of("select id || ' ' || name from backup where status = 'available'");
    Collections.shuffle(available, random);
    List<String> chosen = available.subList(0, Math.min(count, available.size()));
    List<String> tasks = new ArrayList<>();
    for (String backup : chosen) {
      String[] idAndName = backup.split(" ", 2);
      Optional<Content> content = model.of(idAndName[1]);
      if (content.isEmpty()) {
        wrong.add("Nobody asked for backup " + backup + ".");
        continue;
      }
      String name = model.name(Load.RESTORED);
      model.asked(name, content.get());
      Answer answer = restore(idAndName[0], name);
      if (answer.accepted()) {
        tasks.add(answer.body().path("task").path("id").asString(""));
      } else {
        wrong.add("Backup %s cannot be restored: %s".formatted(backup, answer.said()));
      }
      if (tasks.size() >= SIDE_BY_SIDE) {
        await(tasks, wrong);
        wrong.addAll(restored());
      }
    }
    await(tasks, wrong);
    wrong.addAll(restored());
    return wrong;
  }

  /** Asks as people do: a console that is joining the grid anew says to try again. */
  private Answer restore(String backup, String volumeName) throws InterruptedException {
    long deadline = System.nanoTime() + ACCEPTED_WITHIN.toNanos();
    while (true) {
      Answer answer =
          consoles.post("/backups/" + backup + "/restore", Map.of("volumeName", volumeName));
      if (answer.accepted() || System.nanoTime() > deadline) {
        return answer;
      }
      Pause.of(TRY_EVERY);
    }
  }

  private void await(List<String> tasks, List<String> wrong)
      throws SQLException, InterruptedException {
    for (String task : tasks) {
      long deadline = System.nanoTime() + WITHIN.toNanos();
      String state;
      do {
        Pause.of(LOOK_EVERY);
        state =
            rows.of(
                    "select state || coalesce(': ' || message, '') from task where id = '"
                        + task
                        + "'")
                .getFirst();
      } while ((state.startsWith("queued") || state.startsWith("running"))
          && System.nanoTime() < deadline);
      if (!state.startsWith("succeeded")) {
        wrong.add("Restore %s of an available backup is %s".formatted(task, state));
      }
    }
    tasks.clear();
  }

  /**
   * Compares all volumes that were restored anew, but those that are being deleted, and deletes
   * them.
   */
  public List<String> restored() throws SQLException, IOException, InterruptedException {
    List<String> wrong = new ArrayList<>();
    String like =
        "select %s from volume where name like '"
            + Load.RESTORED
            + "-%%' and deleted_at is null and status <> 'deleting'";
    for (String row :
        rows.of(
            like.formatted("id || ' ' || name || ' ' || backend")
                + " and exists (select 1 from task where task.volume_id = volume.id and kind ="
                + " 'restore' and state = 'succeeded')")) {
      String[] parts = row.split(" ", 3);
      Path image = place.images(parts[2].replace("of-", "")).resolve(parts[0] + ".raw");
      String difference =
          Files.exists(image)
              ? model.of(parts[1]).orElseThrow().difference(Content.of(image))
              : "its image is gone";
      if (!difference.isEmpty()) {
        wrong.add(
            "Volume %s (%s) is not what was backed up: %s"
                .formatted(parts[0], parts[1], difference));
      }
    }
    if (wrong.isEmpty()) {
      for (String id : rows.of(like.formatted("id"))) {
        Answer answer = consoles.delete("/volumes/" + id);
        if (!answer.accepted()) {
          wrong.add("Volume %s cannot be deleted: %s".formatted(id, answer.said()));
        }
      }
    }
    return wrong;
  }
}
