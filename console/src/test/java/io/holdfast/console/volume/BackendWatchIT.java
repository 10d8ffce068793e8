package io.holdfast.console.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.holdfast.console.identity.Caller;
import io.holdfast.console.testing.Client;
import io.holdfast.console.testing.Shared;
import io.holdfast.console.testing.Site;
import io.holdfast.grid.volume.VolumeReport;
import io.holdfast.schema.identity.Projects;
import io.holdfast.schema.identity.Role;
import io.holdfast.schema.node.NodeLeases;
import io.holdfast.schema.node.NodeRegistration;
import io.holdfast.schema.node.NodeRole;
import io.holdfast.schema.volume.NewVolume;
import io.holdfast.schema.volume.SnapshotStates;
import io.holdfast.schema.volume.VolumeStates;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.jooq.DSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

@ExtendWith(Shared.class)
class BackendWatchIT {

  /** One look, and some patience with a slow machine. */
  private static final Duration A_LOOK = Duration.ofSeconds(50);

  private final Site site;
  private final Client admin;

  BackendWatchIT(Site site) {
    this.site = site;
    this.admin = site.administrator();
  }

  @Test
  void volumes_follow_what_the_backend_holds() {
    UUID dropped = UUID.randomUUID();
    UUID broken = UUID.randomUUID();
    site.storage().put(new VolumeReport(dropped, "dropped.raw", 4096, false, null));
    site.storage().put(new VolumeReport(broken, "broken.raw", 0, false, "The image is empty."));
    JsonNode volume = awaitVolume(dropped, "available");
    assertThat(admin.get("/backends").items().toString()).contains("\"availabilityZone\":\"nova\"");
    assertThat(volume.path("name").asString()).isEqualTo("dropped.raw");
    assertThat(volume.path("sizeBytes").asLong()).isEqualTo(4096);
    assertThat(awaitVolume(broken, "error").path("error").asString())
        .contains("The image is empty.");

    site.storage().put(new VolumeReport(dropped, "dropped.raw", 8192, true, null));
    site.storage().put(new VolumeReport(broken, "broken.raw", 512, false, null));
    assertThat(awaitVolume(dropped, "in-use").path("sizeBytes").asLong()).isEqualTo(8192);
    awaitVolume(broken, "available");

    site.storage().lose(dropped);
    assertThat(awaitVolume(dropped, "error").path("error").asString()).contains("no longer has it");
  }

  private JsonNode awaitVolume(UUID id, String status) {
    return await()
        .atMost(A_LOOK)
        .until(
            () -> admin.get("/volumes/" + id).body(),
            body -> body.path("status").asString("").equals(status));
  }

  @Test
  void a_volume_whose_restore_went_on_though_the_answer_was_lost_stays() {
    VolumeStates states = new VolumeStates(site.console().database());
    NewVolume volume = left(Map.of());
    Caller caller = new Caller(UUID.randomUUID(), "alice", Role.ADMINISTRATOR, null);
    assertThatThrownBy(() ->
            site.console()
                .bean(VolumeMaker.class)
                .makeNow(
                    volume,
                    caller,
                    size -> {
                      states.created(volume.id(), size);
                      throw new IllegalStateException("the answer to the commit was lost");
                    }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(admin.get("/volumes/" + volume.id()).body().path("status").asString())
        .isEqualTo("available");
    assertThat(site.storage().has(volume.id())).isTrue();
  }

  @Test
  void what_a_lost_console_left_half_done_is_taken_up() {
    VolumeStates states = new VolumeStates(site.console().database());
    NewVolume plain = left(Map.of());
    NewVolume forRestore = left(Map.of(VolumeMaker.RESTORE_OF, UUID.randomUUID().toString()));
    states.create(plain);
    states.create(forRestore);
    // As if they had been left before this console started.
    site.console()
        .database()
        .execute(
            "update volume set updated_at = now() - interval '1 day' where id in (?, ?)",
            plain.id(),
            forRestore.id());
    site.awaitStatusWithin(A_LOOK, admin, "/volumes/" + plain.id(), "available");
    assertThat(site.storage().has(plain.id())).isTrue();
    assertThat(
            site.awaitStatusWithin(A_LOOK, admin, "/volumes/" + forRestore.id(), "error")
                .path("error")
                .asString())
        .contains("interrupted");
  }

  @Test
  void what_another_console_left_is_taken_up_as_soon_as_that_one_is_gone() {
    JsonNode volume = site.volume(admin);
    UUID snapshot = UUID.randomUUID();
    NewVolume plain = left(Map.of());
    new SnapshotStates(site.console().database())
        .create(snapshot, UUID.fromString(volume.path("id").asString()), "left", "");
    new VolumeStates(site.console().database()).create(plain);
    // Younger than this console, and in nobody's hand.
    site.awaitStatusWithin(A_LOOK, admin, "/snapshots/" + snapshot, "available");
    site.awaitStatusWithin(A_LOOK, admin, "/volumes/" + plain.id(), "available");
  }

  @Test
  void what_a_console_dropped_it_takes_up_again_though_others_live() {
    RemoteWork work = site.console().bean(RemoteWork.class);
    SnapshotStates snapshots = new SnapshotStates(site.console().database());
    VolumeStates volumes = new VolumeStates(site.console().database());
    JsonNode volume = site.volume(admin);
    UUID answerLost = snapshot(volume);
    UUID workBroken = snapshot(volume);
    NewVolume notAsked = left(Map.of());
    try (OtherConsole _ = new OtherConsole(site.console().database())) {
      // The database was away: while the row was moved on, or while work on it went on.
      assertThatThrownBy(() ->
              work.enter(
                  answerLost,
                  () -> {
                    snapshots.delete(answerLost);
                    throw new IllegalStateException("the answer to the commit was lost");
                  }))
          .isInstanceOf(IllegalStateException.class);
      work.enter(workBroken, () -> snapshots.delete(workBroken));
      work.start(
          workBroken,
          () -> {
            throw new IllegalStateException("the database was away");
          });
      assertThatThrownBy(() ->
              work.enter(
                  notAsked.id(),
                  () -> {
                    volumes.create(notAsked);
                    throw new IllegalStateException("the answer to the commit was lost");
                  }))
          .isInstanceOf(IllegalStateException.class);

      await().atMost(A_LOOK).until(() -> admin.get("/snapshots/" + answerLost).status() == 404);
      await().atMost(A_LOOK).until(() -> admin.get("/snapshots/" + workBroken).status() == 404);
      site.awaitStatusWithin(A_LOOK, admin, "/volumes/" + notAsked.id(), "available");
    }
  }

  private UUID snapshot(JsonNode volume) {
    String id =
        admin
            .post(
                "/volumes/" + volume.path("id").asString() + "/snapshots",
                Map.of("name", Site.name("dropped")))
            .mustBe(202)
            .id();
    site.awaitStatus(admin, "/snapshots/" + id, "available");
    return UUID.fromString(id);
  }

  /** One that was there before, and might be at anything that is passing. */
  private static final class OtherConsole implements AutoCloseable {

    private final UUID incarnation = UUID.randomUUID();
    private final NodeLeases leases;

    OtherConsole(DSLContext database) {
      leases = new NodeLeases(database);
      leases.register(
          new NodeRegistration(
              Site.name("other"),
              NodeRole.CONSOLE,
              incarnation,
              0,
              "nova",
              "test",
              "127.0.0.1",
              Duration.ofHours(1)));
    }

    @Override
    public void close() {
      leases.close(incarnation, "The test is over.");
    }
  }

  private static NewVolume left(Map<String, String> metadata) {
    return new NewVolume(
        UUID.randomUUID(), Projects.DEFAULT_ID, Site.name("left"), "", 512, "pool", metadata);
  }

  @Test
  void snapshots_are_taken_and_deleted() {
    JsonNode volume = site.volume(admin);
    String path = "/volumes/" + volume.path("id").asString();
    String snapshot = admin.post(path + "/snapshots", Map.of("name", "before")).mustBe(202).id();
    site.awaitStatus(admin, "/snapshots/" + snapshot, "available");
    admin.delete(path).mustBeProblem(409, "volume-has-snapshots");
    assertThat(admin.get(path + "/snapshots").items()).hasSize(1);
    admin.delete("/snapshots/" + snapshot).mustBe(202);
    await().atMost(A_LOOK).until(() -> admin.get("/snapshots/" + snapshot).status() == 404);
    admin.delete(path).mustBe(202);
    await().atMost(A_LOOK).until(() -> admin.get(path).status() == 404);
    assertThat(site.storage().has(UUID.fromString(volume.path("id").asString()))).isFalse();
  }

  @Test
  void a_volume_is_extended_and_marked() {
    JsonNode volume = site.volume(admin);
    String path = "/volumes/" + volume.path("id").asString();
    admin.post(path + "/extend", Map.of("sizeBytes", 1 << 22)).mustBe(202);
    JsonNode larger = site.awaitStatus(admin, path, "available");
    assertThat(larger.path("sizeBytes").asLong()).isEqualTo(1 << 22);
    admin.post(path + "/in-use", Map.of("inUse", true)).mustBe(200);
    admin.post(path + "/in-use", Map.of("inUse", true)).mustBe(200);
    assertThat(admin.get(path).body().path("status").asString()).isEqualTo("in-use");
    admin.delete(path).mustBeProblem(409, "volume-busy");
    admin.post(path + "/in-use", Map.of()).mustBeProblem(400, "in-use-missing");
    admin.post(path + "/in-use", Map.of("inUse", false)).mustBe(200);
  }
}
