package io.holdfast.schema.volume;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.schema.identity.Projects;
import io.holdfast.schema.testing.EmbeddedDatabase;
import io.holdfast.schema.testing.Fixtures;
import io.holdfast.schema.testing.Race;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class VolumeSyncIT {

  @RegisterExtension static final EmbeddedDatabase database = new EmbeddedDatabase();

  private final Fixtures fixtures = new Fixtures(database.context());
  private final VolumeSync sync = new VolumeSync(database.context());
  private final VolumeStates states = new VolumeStates(database.context());
  private final String backend = "b-" + UUID.randomUUID();

  {
    new Backends(database.context()).report(backend, "storage", "nova", Map.of(), null, null);
  }

  @Test
  void rows_follow_what_the_backend_holds() {
    SeenVolume idle = new SeenVolume(UUID.randomUUID(), "idle.raw", 100, false);
    SeenVolume used = new SeenVolume(UUID.randomUUID(), "used.raw", 200, true);
    assertThat(apply(idle, used)).isEqualTo(2);
    assertThat(volume(idle.id()).status()).isEqualTo(VolumeStatus.AVAILABLE);
    assertThat(volume(used.id()).status()).isEqualTo(VolumeStatus.IN_USE);
    assertThat(volume(used.id()).sizeBytes()).isEqualTo(200);
    assertThat(apply(idle, used)).as("nothing is new").isZero();

    states.describe(idle.id(), "my disk", null, null);
    assertThat(apply(new SeenVolume(idle.id(), "idle.raw", 150, true))).isEqualTo(2);
    assertThat(volume(idle.id()).sizeBytes()).isEqualTo(150);
    assertThat(volume(idle.id()).status()).isEqualTo(VolumeStatus.IN_USE);
    assertThat(volume(idle.id()).name()).as("people's names stay").isEqualTo("my disk");
    assertThat(volume(used.id()).status()).isEqualTo(VolumeStatus.ERROR);
    assertThat(volume(used.id()).errorReason()).isEqualTo("The backend no longer has it.");

    assertThat(apply(idle, used)).isEqualTo(2);
    assertThat(volume(used.id()).status()).isEqualTo(VolumeStatus.IN_USE);
    assertThat(volume(used.id()).errorReason()).isNull();
    assertThat(apply()).isEqualTo(2);
  }

  @Test
  void what_a_backend_cannot_use_is_an_error_with_its_words_until_it_can() {
    UUID id = UUID.randomUUID();
    SeenVolume empty = new SeenVolume(id, "empty.raw", 0, false, "It is empty.");
    assertThat(apply(empty)).isEqualTo(1);
    assertThat(volume(id).status()).isEqualTo(VolumeStatus.ERROR);
    assertThat(volume(id).errorReason()).isEqualTo("The backend says: It is empty.");
    assertThat(apply(empty)).as("nothing is new").isZero();

    assertThat(apply(new SeenVolume(id, "empty.raw", 300, false))).isEqualTo(1);
    assertThat(volume(id).status()).isEqualTo(VolumeStatus.AVAILABLE);
    assertThat(volume(id).sizeBytes()).isEqualTo(300);
    assertThat(volume(id).errorReason()).isNull();
  }

  @Test
  void an_answer_that_is_older_than_the_row_changes_nothing() {
    Instant asked = sync.now();
    UUID made = UUID.randomUUID();
    states.create(new NewVolume(made, Projects.DEFAULT_ID, "made", "", 100, backend, Map.of()));
    states.created(made, 100);
    assertThat(sync.apply(backend, Projects.DEFAULT_ID, List.of(), asked)).isZero();
    Instant askedAgain = sync.now();
    states.delete(made);
    states.deleted(made);
    SeenVolume ghost = new SeenVolume(made, "made", 100, false);
    assertThat(sync.apply(backend, Projects.DEFAULT_ID, List.of(ghost), askedAgain)).isZero();
    assertThat(apply(ghost)).as("what was deleted here does not come back").isZero();
  }

  @Test
  void what_is_being_worked_on_is_left_alone() {
    SeenVolume busy = new SeenVolume(UUID.randomUUID(), "busy", 100, false);
    apply(busy);
    fixtures.submit(busy.id());
    assertThat(apply()).isZero();
    assertThat(apply(new SeenVolume(busy.id(), "busy", 500, true))).isZero();
    assertThat(volume(busy.id()).status()).isEqualTo(VolumeStatus.BACKING_UP);
  }

  @Test
  void an_error_of_another_kind_stays() {
    SeenVolume failed = new SeenVolume(UUID.randomUUID(), "failed", 100, false);
    states.create(
        new NewVolume(failed.id(), Projects.DEFAULT_ID, "failed", "", 100, backend, Map.of()));
    states.creationFailed(failed.id(), "Half made.");
    assertThat(apply(failed)).isZero();
    assertThat(volume(failed.id()).errorReason()).isEqualTo("Half made.");
  }

  @Test
  void several_consoles_sync_at_once() {
    List<SeenVolume> many =
        IntStream.range(0, 50)
            .mapToObj(i -> new SeenVolume(UUID.randomUUID(), "v" + i, 10, i % 2 == 0))
            .toList();
    try (Race race = new Race(database, 4)) {
      List<Integer> changed =
          race.all(context -> {
            VolumeSync own = new VolumeSync(context);
            return own.apply(backend, Projects.DEFAULT_ID, many, own.now());
          });
      assertThat(changed.stream().mapToInt(Integer::intValue).sum()).isEqualTo(50);
    }
  }

  @Test
  void a_backend_of_one_name_is_served_by_one_host() {
    Backends backends = new Backends(database.context());
    assertThat(backends.report(backend, "another", "nova", Map.of(), null, null)).isFalse();
    assertThat(backends.find(backend).orElseThrow().volumeServiceHost()).isEqualTo("storage");
    database
        .context()
        .execute(
            "update backend set seen_at = now() - interval '2 minutes' where name = ?", backend);
    assertThat(
            backends.report(backend, "another", "nova", Map.of("attach_snapshot", "true"), 10L, 5L))
        .isTrue();
    assertThat(backends.find(backend).orElseThrow().capabilities())
        .containsEntry("attach_snapshot", "true");
    assertThat(backends.limit(backend, 2)).isTrue();
    assertThat(backends.limit("none", 2)).isFalse();
    assertThat(backends.list()).extracting(Backend::name).contains(backend);
  }

  private int apply(SeenVolume... seen) {
    return sync.apply(backend, Projects.DEFAULT_ID, List.of(seen), sync.now());
  }

  private Volume volume(UUID id) {
    return new VolumeQueries(database.context()).find(id).orElseThrow();
  }
}
