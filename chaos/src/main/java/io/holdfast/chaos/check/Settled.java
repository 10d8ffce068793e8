package io.holdfast.chaos.check;

import io.holdfast.chaos.place.Place;
import io.holdfast.cli.output.Pause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Waits until nothing is under way, and looks for what was left. */
public final class Settled {

  private static final Duration WITHIN = Duration.ofSeconds(120);
  private static final Duration LOOK_EVERY = Duration.ofMillis(250);
  private static final Pattern ID =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

  /** Whatever is only passing. */
  private static final String PASSING =
      """
      select 'task ' || id || ' (' || kind || ') is ' || state || coalesce(' on ' || host, '')
          || ', attempt ' || attempt || coalesce(': ' || message, '')
        from task where state in ('queued', 'running')
      union all select 'backup ' || id || ' is ' || status
        from backup where status in ('creating', 'restoring', 'deleting')
      union all select 'backup ' || id || ' (' || status || ') has temporary '
          || coalesce('volume ' || temp_volume_id, '') || coalesce(' snapshot ' || temp_snapshot_id, '')
        from backup where temp_volume_id is not null or temp_snapshot_id is not null
      union all select 'volume ' || id || ' (' || name || ') is ' || status
        from volume where status in ('creating', 'extending', 'backing-up', 'restoring-backup', 'deleting')
      union all select 'snapshot ' || id || ' (' || name || ') is ' || status
        from snapshot where status in ('creating', 'backing-up', 'deleting')
      union all select 'attachment ' || id || ' of ' || host || ' is ' || state
        from attachment where state <> 'detached'
      """;

  private final Place place;
  private final Rows rows;

  public Settled(Place place) {
    this.place = place;
    this.rows = new Rows(place.database());
  }

  /** What is still under way after the bound; empty when everything has settled. */
  public List<String> await() throws SQLException, InterruptedException, IOException {
    long deadline = System.nanoTime() + WITHIN.toNanos();
    while (true) {
      place.startMissing(node -> true);
      List<String> open = new ArrayList<>(rows.of(PASSING));
      place.unready().forEach(node -> open.add(node + " does not serve"));
      if (open.isEmpty() || System.nanoTime() > deadline) {
        return open;
      }
      Pause.of(LOOK_EVERY);
    }
  }

  /** Images of which no row knows. */
  public List<String> leftovers() throws SQLException, IOException {
    Set<String> known =
        new HashSet<>(
            rows.of(
                "select id from volume where deleted_at is null union all select id from snapshot"
                    + " where deleted_at is null"));
    List<String> left = new ArrayList<>();
    for (String service : place.crew().volumeServices()) {
      try (Stream<Path> files = Files.list(place.images(service))) {
        files
            .filter(file -> isOfNone(String.valueOf(file.getFileName()), known))
            .forEach(file -> left.add("left over: " + file));
      }
    }
    return left;
  }

  private static boolean isOfNone(String file, Set<String> known) {
    Matcher id = ID.matcher(file);
    return id.lookingAt() && !known.contains(id.group());
  }
}
