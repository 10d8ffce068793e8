package io.holdfast.chaos.load;

import io.holdfast.chaos.load.Consoles.Answer;
import io.holdfast.chaos.load.Volume.Kind;
import io.holdfast.chaos.place.Database;
import io.holdfast.chaos.place.Place;
import io.holdfast.cli.output.Pause;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;

/** All volumes with their lives, side by side, and reclaims and reindexes in between. */
public final class Load {

  /** What the names of restored volumes begin with. */
  public static final String RESTORED = "restored";

  private static final long MIB = 1 << 20;
  private static final int LONGEST_PAUSE_MILLIS = 1_000;
  private static final Duration UPKEEP_EVERY = Duration.ofSeconds(4);

  private final Place place;
  private final Consoles consoles;
  private final Model model;
  private static final int TRIES = 30;
  private static final int CHUNK_BYTES = 64 << 10;
  private static final Duration BETWEEN_TRIES = Duration.ofSeconds(3);

  private final List<Volume> volumes = new ArrayList<>();
  private final List<VolumeLife> lives = new ArrayList<>();
  private final String repository;

  /** Makes the repository and this many volumes. */
  public Load(Place place, Consoles consoles, Model model, int count, Random random)
      throws IOException, InterruptedException {
    this.place = place;
    this.consoles = consoles;
    this.model = model;
    this.repository =
        must(
            consoles.post(
                "/repositories",
                Map.of("name", "chaos", "location", place.storage().repository().toString())));
    must(consoles.post("/repositories/" + repository + "/default", Map.of()));
    cutSmall(place.database());
    for (int i = 0; i < count; i++) {
      add(i, new Random(random.nextLong()));
    }
  }

  /**
   * Small chunks before there are any, so that the volumes have several segments, and backups that
   * are interrupted go on behind some.
   */
  private void cutSmall(Database database) throws IOException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "update repository set options = options || '{\"chunk-size\": \"%d\"}' where id = '%s'"
              .formatted(CHUNK_BYTES, repository));
    } catch (SQLException e) {
      throw new IOException("the chunk size could not be set: " + e.getMessage(), e);
    }
  }

  private void add(int number, Random random) throws IOException, InterruptedException {
    List<String> services = place.crew().volumeServices();
    String service = services.get(number % services.size());
    Kind kind = Kind.values()[number / 2 % Kind.values().length];
    long sizeBytes = (32 + random.nextInt(129)) * MIB;
    String id = make("volume " + number, sizeBytes, Place.backend(service));
    Path image = place.images(service).resolve(id + ".raw");
    for (int i = 0; i < 3; i++) {
      Content.write(image, random, (int) (4 * MIB));
    }
    if (kind != Kind.IDLE) {
      must(consoles.post("/volumes/" + id + "/in-use", Map.of("inUse", true)));
    }
    Volume volume = new Volume(id, kind, image);
    volumes.add(volume);
    lives.add(new VolumeLife(volume, consoles, model, random));
  }

  /**
   * Asks again where it fails: programs that start at the same moment may have made two grids,
   * which takes them some seconds to find out.
   */
  private String make(String name, long sizeBytes, String backend)
      throws IOException, InterruptedException {
    for (int i = 0; i < TRIES; i++) {
      String id =
          must(
              consoles.post(
                  "/volumes", Map.of("name", name, "sizeBytes", sizeBytes, "backend", backend)));
      if (Waiting.until(() -> !status(id).equals("creating")) && status(id).equals("available")) {
        return id;
      }
      consoles.delete("/volumes/" + id);
      Pause.of(BETWEEN_TRIES);
    }
    throw new IOException("No volume could be made by " + backend + ".");
  }

  private String status(String volume) {
    return consoles.get("/volumes/" + volume).body().path("status").asString("");
  }

  private static String must(Answer answer) throws IOException {
    if (!answer.accepted()) {
      throw new IOException("The console refused to prepare the load: " + answer.said());
    }
    return answer.body().path("id").asString("");
  }

  public List<Volume> volumes() {
    return List.copyOf(volumes);
  }

  public String repository() {
    return repository;
  }

  /** Goes on until it is told to stop; returns when all have stopped. */
  public void run(AtomicBoolean stop, long seed) throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < lives.size(); i++) {
      VolumeLife life = lives.get(i);
      Random pauses = new Random(seed + i);
      threads.add(Thread.ofVirtual().start(() -> live(life, stop, pauses)));
    }
    threads.add(Thread.ofVirtual().start(() -> keepUp(stop, new Random(seed))));
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private void live(VolumeLife life, AtomicBoolean stop, Random pauses) {
    try {
      while (!stop.get()) {
        Pause.of(Duration.ofMillis(pauses.nextInt(LONGEST_PAUSE_MILLIS)));
        life.step();
      }
    } catch (IOException | RuntimeException e) {
      model.wrong("The harness itself failed: " + e + " at " + e.getStackTrace()[0]);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void keepUp(AtomicBoolean stop, Random random) {
    try {
      while (!stop.get()) {
        Pause.of(UPKEEP_EVERY);
        String what = random.nextInt(3) == 0 ? "/reindex" : "/reclaim";
        consoles.post("/repositories/" + repository + what, Map.of());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** All has settled. */
  public void settled() throws IOException {
    for (VolumeLife life : lives) {
      life.settled();
    }
  }
}
