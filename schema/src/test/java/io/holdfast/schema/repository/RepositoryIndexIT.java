package io.holdfast.schema.repository;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.schema.node.NodeLeases;
import io.holdfast.schema.node.Owner;
import io.holdfast.schema.submission.CreateResult;
import io.holdfast.schema.task.TaskTakeover;
import io.holdfast.schema.testing.EmbeddedDatabase;
import io.holdfast.schema.testing.Fixtures;
import io.holdfast.schema.testing.Race;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RepositoryIndexIT {

  @RegisterExtension static final EmbeddedDatabase database = new EmbeddedDatabase();

  private final Fixtures fixtures = new Fixtures(database.context());
  private final int number =
      new Repositories(database.context()).byDefault().orElseThrow().number();
  private final ChunkPlaces chunks = new ChunkPlaces(database.context(), number);
  private final PackStates packs = new PackStates(database.context(), number);
  private final Owner worker = fixtures.worker("indexer-" + UUID.randomUUID());

  @Test
  void what_was_added_is_found_with_its_place() {
    UUID pack = UUID.randomUUID();
    List<byte[]> ids = IntStream.range(0, 1024).mapToObj(i -> id()).toList();
    List<ChunkFrame> frames =
        IntStream.range(0, 1024)
            .mapToObj(i -> new ChunkFrame(ids.get(i), i * 100, 100, 1 << 20))
            .toList();
    assertThat(chunks.add(pack, PackKind.DATA, 1024 * 100, frames)).isTrue();
    assertThat(chunks.add(pack, PackKind.DATA, 1024 * 100, frames)).isTrue();
    List<byte[]> asked = new ArrayList<>(ids);
    asked.add(id());
    List<ChunkPlace> found = chunks.find(asked);
    assertThat(found).hasSize(1024);
    ChunkPlace seventh =
        found.stream()
            .filter(place -> Arrays.equals(place.id(), ids.get(7)))
            .findFirst()
            .orElseThrow();
    assertThat(seventh.packId()).isEqualTo(pack);
    assertThat(seventh.kind()).isEqualTo(PackKind.DATA);
    assertThat(seventh.offsetBytes()).isEqualTo(700);
    assertThat(seventh.storedBytes()).isEqualTo(100);
    assertThat(seventh.plainBytes()).isEqualTo(1 << 20);
    assertThat(chunks.find(List.of())).isEmpty();
  }

  @Test
  void another_repository_does_not_see_them() {
    UUID pack = UUID.randomUUID();
    byte[] id = id();
    add(pack, id);
    assertThat(new ChunkPlaces(database.context(), number + 1000).find(List.of(id))).isEmpty();
    assertThat(new PackStates(database.context(), number + 1000).known(List.of(pack))).isEmpty();
  }

  @Test
  void every_place_of_a_chunk_is_kept_and_a_live_one_preferred() {
    byte[] id = id();
    UUID first = UUID.randomUUID();
    UUID second = UUID.randomUUID();
    add(first, id);
    add(second, id);
    HeldFrame held = packs.holding(List.of(id)).getFirst();
    assertThat(held).isEqualTo(new HeldFrame(held.id(), second, 0, 10));
    assertThat(held.id()).isEqualTo(id);
    assertThat(packs.holding(List.of(id))).hasSize(1);
    packs.tombstone(List.of(size(second)));
    assertThat(place(id)).isEqualTo(first);
    assertThat(packs.holding(List.of(id)))
        .extracting(HeldFrame::packId)
        .containsExactlyInAnyOrder(first, second);
    chunks.forget(first, List.of(id));
    assertThat(place(id)).isEqualTo(second);
    packs.beginDeleting(packs.tombstones());
    assertThat(chunks.find(List.of(id))).isEmpty();
    assertThat(packs.holding(List.of(id))).extracting(HeldFrame::packId).containsExactly(second);
  }

  @Test
  void a_pack_lives_until_it_is_gone_and_never_again() {
    UUID pack = UUID.randomUUID();
    byte[] id = id();
    add(pack, id);
    Set<PackSize> usable = new HashSet<>();
    packs.usable(usable::add);
    assertThat(usable).contains(size(pack));
    packs.tombstone(List.of(size(pack)));
    PackTombstone first = tombstone(pack);
    packs.revive(List.of(first));
    packs.tombstone(List.of(size(pack)));
    assertThat(packs.beginDeleting(List.of(first)))
        .as("an old tombstone says nothing about a younger one")
        .isEmpty();
    packs.revive(List.of(first));
    assertThat(tombstone(pack).token()).isEqualTo(first.token() + 1);
    assertThat(add(pack, id)).as("whoever adds a tombstoned pack again brings it back").isTrue();
    packs.tombstone(List.of(size(pack)));
    assertThat(packs.beginDeleting(List.of(tombstone(pack)))).containsExactly(pack);
    assertThat(packs.deleting()).contains(size(pack));
    assertThat(add(pack, id)).isFalse();
    packs.gone(pack);
    packs.gone(pack);
    assertThat(packs.deleting()).doesNotContain(size(pack));
    assertThat(packs.known(List.of(pack))).isEmpty();
    assertThat(packs.holding(List.of(id))).isEmpty();
    assertThat(add(pack, id)).isFalse();
    packs.tombstone(List.of(size(pack)));
    assertThat(packs.known(List.of(pack))).as("a name is never used twice").isEmpty();
  }

  @Test
  void an_object_never_heard_of_is_taken_in_as_tombstoned() {
    UUID stray = UUID.randomUUID();
    packs.tombstone(List.of(new PackSize(stray, PackKind.META, 5)));
    assertThat(packs.known(List.of(stray))).containsExactly(stray);
    assertThat(tombstone(stray).kind()).isEqualTo(PackKind.META);
    assertThat(chunks.add(stray, PackKind.META, 5, List.of(new ChunkFrame(id(), 0, 5, 5))))
        .isTrue();
    assertThat(packs.tombstones()).extracting(PackTombstone::packId).doesNotContain(stray);
  }

  @Test
  void recording_segments_brings_their_packs_back_or_names_what_is_lost() {
    CreateResult.Accepted backup = fixtures.running(fixtures.volume("recorded"), worker);
    SegmentJournal journal =
        new SegmentJournal(database.context(), number, backup.backupId(), worker);
    UUID live = UUID.randomUUID();
    UUID tombstoned = UUID.randomUUID();
    UUID deleting = UUID.randomUUID();
    for (UUID pack : List.of(live, tombstoned, deleting)) {
      add(pack, id());
    }
    packs.tombstone(List.of(size(tombstoned), size(deleting)));
    packs.beginDeleting(List.of(tombstone(deleting)));
    UUID unknown = UUID.randomUUID();
    RecordedSegment segment = new RecordedSegment(3, id(), 10, 20, 5);

    assertThat(journal.record(List.of(segment), List.of(live, tombstoned, deleting, unknown)))
        .isEqualTo(new RecordResult.PacksLost(Set.of(deleting, unknown)));
    assertThat(journal.recorded()).isEmpty();
    assertThat(tombstone(tombstoned)).isNotNull();

    assertThat(journal.record(List.of(segment), List.of(live, tombstoned, live)))
        .isEqualTo(new RecordResult.Recorded());
    assertThat(packs.tombstones()).extracting(PackTombstone::packId).doesNotContain(tombstoned);
    assertThat(journal.record(List.of(segment), List.of())).isEqualTo(new RecordResult.Recorded());
    assertThat(journal.recorded())
        .singleElement()
        .satisfies(recorded -> {
          assertThat(recorded.ordinal()).isEqualTo(3);
          assertThat(recorded.segmentId()).isEqualTo(segment.segmentId());
          assertThat(recorded.readBytes()).isEqualTo(20);
        });
    List<byte[]> marked = new ArrayList<>();
    packs.recordedSegments(marked::add);
    assertThat(marked).anySatisfy(id -> assertThat(id).isEqualTo(segment.segmentId()));
  }

  @Test
  void an_owner_that_lost_its_backup_records_nothing() {
    Owner lost = fixtures.worker("lost-" + UUID.randomUUID());
    CreateResult.Accepted backup = fixtures.running(fixtures.volume("lost"), lost);
    try (Race race = new Race(database, 2)) {
      new NodeLeases(database.context()).close(lost.incarnation(), "gone");
      SegmentJournal journal =
          new SegmentJournal(database.context(), number, backup.backupId(), lost);
      RecordedSegment segment = new RecordedSegment(0, id(), 0, 0, 0);
      List<Object> results =
          race.each(i ->
              context ->
                  i == 0
                      ? new SegmentJournal(context, number, backup.backupId(), lost)
                          .record(List.of(segment), List.of())
                      : new TaskTakeover(context).takeOver(lost.incarnation()));
      boolean recorded = results.getFirst() instanceof RecordResult.Recorded;
      assertThat(journal.recorded()).hasSize(recorded ? 1 : 0);
      assertThat(journal.record(List.of(segment), List.of())).isEqualTo(new RecordResult.Fenced());
    }
  }

  @Test
  void a_mark_never_deletes_what_a_segment_recorded_at_the_same_time_needs() {
    try (Race race = new Race(database, 3)) {
      for (int round = 0; round < 40; round++) {
        CreateResult.Accepted backup = fixtures.running(fixtures.volume("marked"), worker);
        UUID pack = UUID.randomUUID();
        byte[] chunk = id();
        byte[] segment = id();
        add(pack, chunk);
        if (round % 2 == 0) {
          packs.tombstone(List.of(size(pack)));
        }
        List<Object> results =
            race.each(i ->
                context ->
                    i == 0
                        ? new SegmentJournal(context, number, backup.backupId(), worker)
                            .record(
                                List.of(new RecordedSegment(0, segment, 1, 1, 0)), List.of(pack))
                        : sweep(new PackStates(context, number), pack, segment));
        boolean recorded = results.getFirst() instanceof RecordResult.Recorded;
        assertThat(chunks.find(List.of(chunk))).hasSize(recorded ? 1 : 0);
      }
    }
  }

  /**
   * As reclaiming does it: tombstone; then mark, reading tombstones before segments; then delete.
   */
  private static boolean sweep(PackStates packs, UUID pack, byte[] segmentThatNeedsIt) {
    packs.tombstone(List.of(new PackSize(pack, PackKind.DATA, 10)));
    List<PackTombstone> tombstones =
        packs.tombstones().stream().filter(tombstone -> tombstone.packId().equals(pack)).toList();
    List<byte[]> recorded = new ArrayList<>();
    packs.recordedSegments(recorded::add);
    if (recorded.stream().anyMatch(id -> Arrays.equals(id, segmentThatNeedsIt))) {
      packs.revive(tombstones);
      return false;
    }
    return !packs.beginDeleting(tombstones).isEmpty();
  }

  @Test
  void many_workers_add_overlapping_chunks_at_once() {
    List<byte[]> shared = IntStream.range(0, 500).mapToObj(i -> id()).toList();
    try (Race race = new Race(database, 6)) {
      for (int round = 0; round < 5; round++) {
        List<Boolean> results =
            race.each(i ->
                context -> {
                  List<byte[]> shuffled = new ArrayList<>(shared);
                  Collections.shuffle(shuffled, new Random(i));
                  return new ChunkPlaces(context, number)
                      .add(
                          UUID.randomUUID(),
                          PackKind.DATA,
                          1,
                          shuffled.stream().map(id -> new ChunkFrame(id, 0, 1, 1)).toList());
                });
        assertThat(results).containsOnly(true);
      }
    }
    assertThat(chunks.find(shared)).hasSize(500);
    assertThat(packs.holding(shared))
        .hasSize(500)
        .extracting(HeldFrame::packId)
        .as("each chunk lies in all the packs, of which the latest counts")
        .containsOnly(packs.holding(shared).getFirst().packId());
  }

  private boolean add(UUID pack, byte[] id) {
    return chunks.add(pack, PackKind.DATA, 10, List.of(new ChunkFrame(id, 0, 10, 10)));
  }

  private UUID place(byte[] id) {
    return chunks.find(List.of(id)).getFirst().packId();
  }

  private PackTombstone tombstone(UUID pack) {
    return packs.tombstones().stream()
        .filter(tombstone -> tombstone.packId().equals(pack))
        .findFirst()
        .orElseThrow();
  }

  private static PackSize size(UUID pack) {
    return new PackSize(pack, PackKind.DATA, 10);
  }

  private static byte[] id() {
    ByteBuffer id = ByteBuffer.allocate(32);
    for (int i = 0; i < 2; i++) {
      UUID random = UUID.randomUUID();
      id.putLong(random.getMostSignificantBits()).putLong(random.getLeastSignificantBits());
    }
    return id.array();
  }
}
