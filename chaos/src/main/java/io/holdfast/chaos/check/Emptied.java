package io.holdfast.chaos.check;

import io.holdfast.chaos.load.Consoles;
import io.holdfast.chaos.load.Consoles.Answer;
import io.holdfast.chaos.place.Place;
import io.holdfast.cli.output.Pause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Once the last backup is deleted and all is reclaimed, a repository holds nothing. */
public final class Emptied {

  private static final Duration WITHIN = Duration.ofSeconds(120);
  private static final Duration LONG_AGO = Duration.ofDays(2);
  private static final Duration LOOK_EVERY = Duration.ofMillis(200);

  /** What the first finds unneeded the second removes. */
  private static final int RECLAIMS = 2;

  private final Place place;
  private final Consoles consoles;
  private final Rows rows;
  private final String repository;

  public Emptied(Place place, Consoles consoles, String repository) {
    this.place = place;
    this.consoles = consoles;
    this.rows = new Rows(place.database());
    this.repository = repository;
  }

  /** Verifies the repository, empties it, and says what was damaged or left. */
  public List<String> check() throws SQLException, IOException, InterruptedException {
    List<String> wrong = new ArrayList<>();
    run(wrong, consoles.post("/repositories/" + repository + "/verify", Map.of()));
    long deadline = System.nanoTime() + WITHIN.toNanos();
    List<String> backups;
    // Children before their parents.
    while (!(backups = rows.of("select id from backup where deleted_at is null")).isEmpty()) {
      for (String backup : backups) {
        consoles.delete("/backups/" + backup);
      }
      Pause.of(LOOK_EVERY);
      if (System.nanoTime() > deadline) {
        wrong.add("Backups cannot be deleted: " + backups);
        return wrong;
      }
    }
    // What an interrupted put left behind goes once it is old enough that none can be at work on
    // it.
    for (Path file : left(place.storage().repository())) {
      Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(LONG_AGO)));
    }
    for (int i = 0; i < RECLAIMS; i++) {
      run(wrong, consoles.post("/repositories/" + repository + "/reclaim", Map.of()));
    }
    for (String part : List.of("packs", "meta", "backups")) {
      left(place.storage().repository().resolve(part))
          .forEach(file -> wrong.add("left over: " + file));
    }
    return wrong;
  }

  private void run(List<String> wrong, Answer answer) throws SQLException, InterruptedException {
    if (!answer.accepted()) {
      wrong.add("Refused: " + answer.said());
      return;
    }
    String task = answer.body().path("id").asString("");
    long deadline = System.nanoTime() + WITHIN.toNanos();
    String end = "";
    while (!end.startsWith("succeeded") && System.nanoTime() < deadline) {
      Pause.of(LOOK_EVERY);
      end =
          rows.of(
                  "select state || case when damaged then ' with damage' else '' end || coalesce(': ' || message, '') from task where id = '%s'"
                      .formatted(task))
              .getFirst();
      if (end.startsWith("failed")) {
        break;
      }
    }
    if (!end.startsWith("succeeded")
        || end.startsWith("succeeded with damage")
        || (end.contains("turned out damaged") && !end.contains("turned out damaged: 0."))) {
      wrong.add("Task " + task + " is " + end);
    }
  }

  private static List<Path> left(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }
}
