package io.holdfast.engine.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.engine.chunk.ChunkId;
import io.holdfast.engine.pack.PackEntry;
import io.holdfast.engine.pack.PackId;
import io.holdfast.engine.pack.PackKind;
import io.holdfast.engine.record.PackLife.PackSize;
import io.holdfast.engine.repository.BackupId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every implementation of {@link ChunkIndex}, {@link PackLife} and {@link BackupJournal} must
 * do; each one's test extends this. All three are of one repository, empty at first.
 */
public abstract class RecordsContract {
  private static final long PACK_BYTES = 5000;

  private ChunkIndex index;
  private PackLife life;

  /** The index of a new, empty repository; called first for each test. */
  protected abstract ChunkIndex openIndex() throws Exception;

  /** The pack life of the same repository. */
  protected abstract PackLife openLife() throws Exception;

  /** A journal for a backup of the same repository, open and owned by this process. */
  protected abstract BackupJournal openJournal(BackupId backup) throws Exception;

  @BeforeEach
  void openAll() throws Exception {
    index = openIndex();
    life = openLife();
  }

  @Test
  void an_added_chunk_is_found_where_it_is() {
    PackId pack = pack(1);
    assertThat(add(pack, 1, 2)).isTrue();
    assertThat(index.find(List.of(id(1), id(2), id(3))))
        .hasSize(2)
        .containsEntry(id(1), new ChunkLocation(pack, PackKind.DATA, 32, 100, 4096))
        .containsEntry(id(2), new ChunkLocation(pack, PackKind.DATA, 132, 100, 4096));
  }

  @Test
  void asking_for_nothing_finds_nothing() {
    assertThat(index.find(List.of())).isEmpty();
    assertThat(index.findAll(id(1))).isEmpty();
    assertThat(life.holding(List.of())).isEmpty();
    assertThat(life.known(List.of())).isEmpty();
  }

  @Test
  void ids_keep_all_their_bits() {
    ChunkId high = new ChunkId(-1, Long.MIN_VALUE, Long.MAX_VALUE, 0);
    ChunkId low = new ChunkId(0, 0, 0, -1);
    PackId pack = new PackId(-1, Long.MIN_VALUE);
    index.add(
        pack,
        PackKind.META,
        List.of(new PackEntry(high, 32, 7, 8), new PackEntry(low, 39, 9, 10)),
        PACK_BYTES);
    assertThat(index.find(List.of(high, low)))
        .containsEntry(high, new ChunkLocation(pack, PackKind.META, 32, 7, 8))
        .containsEntry(low, new ChunkLocation(pack, PackKind.META, 39, 9, 10));
  }

  @Test
  void thousands_of_chunks_are_found_at_once() {
    int[] numbers = IntStream.range(0, 3000).toArray();
    add(pack(1), numbers);
    List<ChunkId> ids = Arrays.stream(numbers).mapToObj(RecordsContract::id).toList();
    assertThat(index.find(ids)).hasSize(3000);
  }

  @Test
  void adding_twice_changes_nothing() {
    add(pack(1), 1);
    assertThat(add(pack(1), 1)).isTrue();
    assertThat(index.findAll(id(1))).hasSize(1);
    assertThat(packs()).containsExactly(new PackSize(pack(1), PackKind.DATA, PACK_BYTES));
  }

  @Test
  void of_a_chunk_in_two_packs_the_later_live_one_counts() {
    add(pack(2), 1);
    add(pack(1), 1);
    assertThat(index.findAll(id(1)))
        .extracting(ChunkLocation::pack)
        .containsExactlyInAnyOrder(pack(1), pack(2));
    assertThat(index.find(List.of(id(1))).values())
        .extracting(ChunkLocation::pack)
        .containsExactly(pack(1));
    assertThat(life.holding(List.of(id(1))))
        .containsExactly(new PackLife.Held(id(1), pack(1), 32, 100));
    tombstone(pack(2));
    assertThat(holding(id(1))).containsExactly(pack(1));
  }

  @Test
  void a_later_pack_that_is_not_live_does_not_count_instead_of_an_earlier_one() {
    add(pack(1), 1);
    add(pack(2), 1);
    tombstone(pack(2));
    assertThat(holding(id(1))).containsExactlyInAnyOrder(pack(1), pack(2));
    tombstone(pack(1));
    assertThat(holding(id(1))).containsExactlyInAnyOrder(pack(1), pack(2));
    life.revive(life.tombstones().stream().filter(t -> t.pack().equals(pack(2))).toList());
    assertThat(holding(id(1))).containsExactly(pack(2));
  }

  private Set<PackId> holding(ChunkId id) {
    return life.holding(List.of(id)).stream().map(PackLife.Held::pack).collect(Collectors.toSet());
  }

  @Test
  void forgetting_takes_one_place_and_leaves_the_other() {
    add(pack(1), 1, 2);
    add(pack(2), 1);
    index.forget(pack(1), List.of(id(1), id(7)));
    assertThat(index.find(List.of(id(1))).values())
        .extracting(ChunkLocation::pack)
        .containsExactly(pack(2));
    index.forget(pack(2), List.of(id(1)));
    assertThat(index.find(List.of(id(1), id(2)))).containsOnlyKeys(id(2));
  }

  @Test
  void what_was_forgotten_is_told_and_can_be_remembered() {
    add(pack(1), 1, 2);
    add(pack(2), 1);
    ChunkLocation place = index.find(List.of(id(2))).get(id(2));
    assertThat(index.forgotten(id(2))).isEmpty();
    index.forget(pack(1), List.of(id(1), id(2)));
    index.forget(pack(1), List.of(id(1), id(2)));
    index.forget(pack(2), List.of(id(1)));
    assertThat(index.forgotten(id(1)))
        .extracting(ChunkLocation::pack)
        .containsExactlyInAnyOrder(pack(1), pack(2));
    assertThat(index.forgotten(id(2))).containsExactly(place);

    index.remember(pack(1), id(2));
    index.remember(pack(1), id(2));
    index.remember(pack(1), id(7));
    index.remember(pack(3), id(1));
    assertThat(index.find(List.of(id(1), id(2)))).containsEntry(id(2), place).hasSize(1);
    assertThat(index.forgotten(id(2))).isEmpty();
    assertThat(index.forgotten(id(1))).hasSize(2);
    assertThat(index.entries(pack(1))).extracting(PackEntry::id).containsExactly(id(2));
  }

  @Test
  void what_was_forgotten_goes_with_its_pack() {
    add(pack(1), 1);
    index.forget(pack(1), List.of(id(1)));
    tombstone(pack(1));
    assertThat(index.forgotten(id(1))).hasSize(1);
    life.beginDeleting(life.tombstones());
    assertThat(index.forgotten(id(1))).isEmpty();
    index.remember(pack(1), id(1));
    life.gone(pack(1));
    assertThat(index.forgotten(id(1))).isEmpty();
    assertThat(index.find(List.of(id(1)))).isEmpty();
  }

  @Test
  void a_tombstoned_pack_is_still_found_but_a_live_one_is_preferred() {
    add(pack(1), 1);
    tombstone(pack(1));
    assertThat(index.find(List.of(id(1))).values())
        .extracting(ChunkLocation::pack)
        .containsExactly(pack(1));
    add(pack(2), 1);
    assertThat(index.find(List.of(id(1))).values())
        .extracting(ChunkLocation::pack)
        .containsExactly(pack(2));
  }

  @Test
  void a_pack_that_is_deleting_is_not_found_but_still_holds() {
    add(pack(1), 1);
    tombstone(pack(1));
    assertThat(life.beginDeleting(life.tombstones())).containsExactly(pack(1));
    assertThat(index.find(List.of(id(1)))).isEmpty();
    assertThat(index.findAll(id(1))).isEmpty();
    assertThat(holding(id(1))).containsExactly(pack(1));
    assertThat(life.deleting()).containsExactly(new PackSize(pack(1), PackKind.DATA, PACK_BYTES));
    assertThat(packs()).isEmpty();
  }

  @Test
  void a_gone_pack_is_as_if_it_had_never_been() {
    add(pack(1), 1);
    delete(pack(1));
    life.gone(pack(1));
    assertThat(life.deleting()).isEmpty();
    assertThat(life.known(List.of(pack(1)))).isEmpty();
    assertThat(holding(id(1))).isEmpty();
  }

  @Test
  void a_writer_that_adds_its_pack_after_it_is_gone_hears_so() {
    life.tombstone(List.of(new PackSize(pack(1), PackKind.DATA, PACK_BYTES)));
    delete(pack(1));
    life.gone(pack(1));
    assertThat(add(pack(1), 1)).isFalse();
    assertThat(index.find(List.of(id(1)))).isEmpty();
  }

  @Test
  void only_a_deleting_pack_can_be_gone() {
    add(pack(1), 1);
    life.gone(pack(1));
    life.gone(pack(9));
    assertThat(index.find(List.of(id(1)))).hasSize(1);
  }

  @Test
  void adding_revives_a_tombstoned_pack_and_is_refused_by_a_deleting_one() {
    life.tombstone(List.of(new PackSize(pack(1), PackKind.DATA, PACK_BYTES)));
    assertThat(life.known(List.of(pack(1), pack(2)))).containsExactly(pack(1));
    assertThat(add(pack(1), 1)).isTrue();
    assertThat(life.tombstones()).isEmpty();
    assertThat(index.find(List.of(id(1)))).hasSize(1);
    delete(pack(1));
    assertThat(add(pack(1), 1)).isFalse();
    assertThat(index.find(List.of(id(1)))).isEmpty();
  }

  @Test
  void a_younger_tombstone_is_not_an_older_mark_to_act_on() {
    add(pack(1), 1);
    tombstone(pack(1));
    List<Tombstone> seen = life.tombstones();
    life.revive(seen);
    assertThat(life.tombstones()).isEmpty();
    tombstone(pack(1));
    assertThat(life.beginDeleting(seen)).isEmpty();
    assertThat(index.find(List.of(id(1)))).hasSize(1);
    life.revive(seen);
    assertThat(life.tombstones()).hasSize(1);
  }

  @Test
  void tombstoning_twice_keeps_the_first_tombstone() {
    add(pack(1), 1);
    tombstone(pack(1));
    List<Tombstone> first = life.tombstones();
    tombstone(pack(1));
    assertThat(life.tombstones()).isEqualTo(first);
  }

  @Test
  void a_journal_gives_back_what_was_recorded() throws Exception {
    BackupId backup = new BackupId(UUID.randomUUID());
    add(pack(1), 1);
    BackupJournal journal = openJournal(backup);
    assertThat(journal.recorded()).isEmpty();
    var first = new SegmentRecord(0, id(50), 4096, 8192, 100);
    var second = new SegmentRecord(7, ChunkId.ZERO, 0, 0, 0);
    assertThat(journal.record(List.of(first), Set.of(pack(1)))).isEmpty();
    assertThat(journal.record(List.of(second), Set.of())).isEmpty();
    assertThat(journal.recorded()).containsExactlyInAnyOrder(first, second);
    List<ChunkId> segments = new ArrayList<>();
    life.recordedSegments(segments::add);
    assertThat(segments).contains(id(50));
  }

  @Test
  void recording_revives_the_packs_it_refers_to() throws Exception {
    add(pack(1), 1);
    add(pack(2), 2);
    tombstone(pack(1));
    tombstone(pack(2));
    List<Tombstone> seen = life.tombstones();
    BackupJournal journal = openJournal(new BackupId(UUID.randomUUID()));
    assertThat(journal.record(List.of(segment(0)), Set.of(pack(1)))).isEmpty();
    assertThat(life.tombstones()).extracting(Tombstone::pack).containsExactly(pack(2));
    assertThat(life.beginDeleting(seen)).containsExactly(pack(2));
  }

  @Test
  void recording_is_all_or_nothing_when_a_pack_is_lost() throws Exception {
    add(pack(1), 1);
    add(pack(2), 2);
    delete(pack(1));
    tombstone(pack(2));
    BackupJournal journal = openJournal(new BackupId(UUID.randomUUID()));
    Set<PackId> packs = Set.of(pack(1), pack(2), pack(3));
    assertThat(journal.record(List.of(segment(0)), packs))
        .containsExactlyInAnyOrder(pack(1), pack(3));
    assertThat(journal.recorded()).isEmpty();
    assertThat(life.tombstones()).extracting(Tombstone::pack).containsExactly(pack(2));
  }

  @Test
  void a_record_and_a_delete_at_once_have_one_winner() throws Exception {
    for (int round = 0; round < 20; round++) {
      PackId pack = pack(1000 + round);
      add(pack, 1000 + round);
      tombstone(pack);
      List<Tombstone> seen =
          life.tombstones().stream().filter(stone -> stone.pack().equals(pack)).toList();
      BackupJournal journal = openJournal(new BackupId(UUID.randomUUID()));
      Callable<Boolean> record = () -> journal.record(List.of(segment(0)), Set.of(pack)).isEmpty();
      Callable<Boolean> delete = () -> life.beginDeleting(seen).contains(pack);
      try (var threads = Executors.newFixedThreadPool(2)) {
        Future<Boolean> recorded = threads.submit(record);
        Future<Boolean> deleted = threads.submit(delete);
        assertThat(recorded.get()).isNotEqualTo(deleted.get());
      }
    }
  }

  @Test
  void adds_at_once_of_the_same_chunks_all_succeed() throws Exception {
    int[] numbers = IntStream.range(0, 500).toArray();
    try (var threads = Executors.newFixedThreadPool(4)) {
      List<Callable<Boolean>> adds =
          IntStream.range(1, 9)
              .<Callable<Boolean>>mapToObj(i -> () -> add(pack(i), numbers))
              .toList();
      for (Future<Boolean> added : threads.invokeAll(adds)) {
        assertThat(added.get()).isTrue();
      }
    }
    assertThat(index.findAll(id(77))).hasSize(8);
  }

  private boolean add(PackId pack, int... chunks) {
    List<PackEntry> entries = new ArrayList<>();
    for (int chunk : chunks) {
      entries.add(new PackEntry(id(chunk), 32 + 100 * entries.size(), 100, 4096));
    }
    return index.add(pack, PackKind.DATA, entries, PACK_BYTES);
  }

  private void tombstone(PackId pack) {
    life.tombstone(List.of(new PackSize(pack, PackKind.DATA, PACK_BYTES)));
  }

  private void delete(PackId pack) {
    tombstone(pack);
    life.beginDeleting(
        life.tombstones().stream().filter(stone -> stone.pack().equals(pack)).toList());
  }

  private List<PackSize> packs() {
    List<PackSize> packs = new ArrayList<>();
    life.usablePacks(packs::add);
    return packs;
  }

  private static SegmentRecord segment(long ordinal) {
    return new SegmentRecord(ordinal, id(90), 1, 2, 3);
  }

  private static PackId pack(int number) {
    return new PackId(0x1234_5678L, number);
  }

  private static ChunkId id(int number) {
    return new ChunkId(number * 0x9E3779B97F4A7C15L, 1, 2, number);
  }
}
