package io.holdfast.schema.repository;

import static io.holdfast.schema.generated.Tables.BACKUP;
import static io.holdfast.schema.generated.Tables.BACKUP_SEGMENT;
import static io.holdfast.schema.generated.Tables.CHUNK;
import static io.holdfast.schema.generated.Tables.DAMAGED_CHUNK;
import static io.holdfast.schema.generated.Tables.PACK;
import static io.holdfast.schema.generated.Tables.REPOSITORY;
import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.val;

import io.holdfast.schema.Clock;
import io.holdfast.schema.backup.BackupStatus;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Gatherers;
import org.jooq.Condition;
import org.jooq.DSLContext;

/**
 * The life of the packs of one repository, live → tombstoned → deleting → gone. Every change is one
 * compare-and-swap; a pack that is no longer what was expected is left alone. Packs are locked in
 * the order of their ids, here and in the journal, so that reclaiming and backups never wait for
 * each other in a circle.
 */
public final class PackStates {

  private static final int BATCH = 1000;

  // Rows of chunk are found by the index on (repository_number, id), here as in ChunkPlaces.
  private static final String HOLDING =
      """
      with place as (
        select chunk.id, pack.id as pack_id, pack.number, pack.state, chunk.offset_bytes, chunk.stored_bytes,
          max(pack.number) filter (where pack.state = 'live') over (partition by chunk.id) as latest_live
        from unnest({0}) as wanted (id)
          join chunk on chunk.repository_number = {1} and chunk.id = wanted.id
          join pack on pack.number = chunk.pack_number
        where pack.state <> 'gone'
      )
      select id, pack_id, offset_bytes, stored_bytes from place
      where latest_live is null or number >= latest_live
      """;

  private static final String TOMBSTONE =
      """
      insert into pack (id, repository_number, kind, size_bytes, state, tombstone)
      select seen.id, {0}, seen.kind, seen.size_bytes, 'tombstoned', 1
      from unnest({1}, {2}, {3}) as seen (id, kind, size_bytes)
      order by seen.id
      on conflict (id) do update set state = 'tombstoned', tombstone = pack.tombstone + 1, changed_at = clock_timestamp()
        where pack.state = 'live'
      """;

  private static final String MOVE =
      """
      with held as (
        select pack.number from unnest({1}, {2}) as wanted (id, tombstone)
          join pack on pack.id = wanted.id and pack.tombstone = wanted.tombstone
        where pack.state = 'tombstoned'
        order by pack.id for no key update of pack
      )
      update pack set state = {0}, changed_at = clock_timestamp()
      from held where pack.number = held.number and pack.state = 'tombstoned'
      returning pack.id
      """;

  private final DSLContext database;
  private final int repositoryNumber;

  /**
   * @param repositoryNumber {@link Repository#number()}
   */
  public PackStates(DSLContext database, int repositoryNumber) {
    this.database = database;
    this.repositoryNumber = repositoryNumber;
  }

  /** What is tombstoned now. */
  public List<PackTombstone> tombstones() {
    return database
        .select(PACK.ID, PACK.KIND, PACK.TOMBSTONE)
        .from(PACK)
        .where(here(), PACK.STATE.eq(PackState.TOMBSTONED))
        .orderBy(PACK.NUMBER)
        .fetch(row -> new PackTombstone(row.value1(), row.value2(), row.value3()));
  }

  /** Ids of the segments that backups in the making have recorded, some more than once. */
  public void recordedSegments(Consumer<byte[]> segmentIds) {
    UUID backup = new UUID(0, 0);
    long ordinal = -1;
    while (true) {
      var page =
          database
              .select(BACKUP_SEGMENT.BACKUP_ID, BACKUP_SEGMENT.ORDINAL, BACKUP_SEGMENT.SEGMENT_ID)
              .from(BACKUP_SEGMENT)
              .join(BACKUP)
              .on(BACKUP.ID.eq(BACKUP_SEGMENT.BACKUP_ID))
              .where(
                  ofThis(),
                  row(BACKUP_SEGMENT.BACKUP_ID, BACKUP_SEGMENT.ORDINAL).gt(backup, ordinal))
              .orderBy(BACKUP_SEGMENT.BACKUP_ID, BACKUP_SEGMENT.ORDINAL)
              .limit(BATCH)
              .fetch();
      if (page.isEmpty()) {
        return;
      }
      page.forEach(row -> segmentIds.accept(row.value3()));
      backup = page.getLast().value1();
      ordinal = page.getLast().value2();
    }
  }

  /** All backups that are not deleted, finished or not, in one look. */
  public Map<UUID, BackupStatus> backups() {
    return database
        .select(BACKUP.ID, BACKUP.STATUS)
        .from(BACKUP)
        .where(ofThis(), BACKUP.DELETED_AT.isNull())
        .fetchMap(BACKUP.ID, BACKUP.STATUS);
  }

  /** Those of the backups that are deleted. */
  public Set<UUID> deleted(Collection<UUID> backups) {
    Set<UUID> deleted = new HashSet<>();
    for (List<UUID> batch : batches(backups)) {
      deleted.addAll(
          database
              .select(BACKUP.ID)
              .from(BACKUP)
              .where(BACKUP.ID.in(batch), ofThis(), BACKUP.DELETED_AT.isNotNull())
              .fetch(BACKUP.ID));
    }
    return deleted;
  }

  /**
   * The frames that keep the ids: each place in a pack that is not gone, except where a live pack
   * that was added later holds the id too; at most some thousands of ids a call.
   */
  public List<HeldFrame> holding(Collection<byte[]> ids) {
    return database
        .resultQuery(HOLDING, val(ids.toArray(byte[][]::new)), val(repositoryNumber))
        .coerce(CHUNK.ID, PACK.ID, CHUNK.OFFSET_BYTES, CHUNK.STORED_BYTES)
        .fetch(row -> new HeldFrame(row.value1(), row.value2(), row.value3(), row.value4()));
  }

  /** All packs that are live or tombstoned. */
  public void usable(Consumer<PackSize> packs) {
    long after = 0;
    while (true) {
      var page =
          database
              .select(PACK.NUMBER, PACK.ID, PACK.KIND, PACK.SIZE_BYTES)
              .from(PACK)
              .where(
                  here(),
                  PACK.STATE.in(PackState.LIVE, PackState.TOMBSTONED),
                  PACK.NUMBER.gt(after))
              .orderBy(PACK.NUMBER)
              .limit(BATCH)
              .fetch();
      if (page.isEmpty()) {
        return;
      }
      page.forEach(row -> packs.accept(new PackSize(row.value2(), row.value3(), row.value4())));
      after = page.getLast().value1();
    }
  }

  /** live → tombstoned. A pack never heard of is taken in as tombstoned. */
  public void tombstone(Collection<PackSize> packs) {
    for (List<PackSize> batch : batches(packs)) {
      database
          .query(
              TOMBSTONE,
              val(repositoryNumber),
              val(batch.stream().map(PackSize::packId).toArray(UUID[]::new)),
              val(batch.stream().map(pack -> pack.kind().value()).toArray(String[]::new)),
              val(batch.stream().map(PackSize::sizeBytes).toArray(Long[]::new)))
          .execute();
    }
  }

  /** tombstoned → live, where the token is still the same. */
  public void revive(Collection<PackTombstone> tombstones) {
    move(tombstones, PackState.LIVE);
  }

  /** tombstoned → deleting, where the token is still the same; the packs that this call moved. */
  public Set<UUID> beginDeleting(Collection<PackTombstone> tombstones) {
    return move(tombstones, PackState.DELETING);
  }

  private Set<UUID> move(Collection<PackTombstone> tombstones, PackState to) {
    Set<UUID> moved = new HashSet<>();
    for (List<PackTombstone> batch : batches(tombstones)) {
      moved.addAll(
          database
              .resultQuery(
                  MOVE,
                  val(to.value()),
                  val(batch.stream().map(PackTombstone::packId).toArray(UUID[]::new)),
                  val(batch.stream().map(PackTombstone::token).toArray(Long[]::new)))
              .coerce(PACK.ID)
              .fetchSet(PACK.ID));
    }
    return moved;
  }

  /** What is past the point of no return, and whose objects may be there still. */
  public List<PackSize> deleting() {
    return database
        .select(PACK.ID, PACK.KIND, PACK.SIZE_BYTES)
        .from(PACK)
        .where(here(), PACK.STATE.eq(PackState.DELETING))
        .orderBy(PACK.NUMBER)
        .fetch(row -> new PackSize(row.value1(), row.value2(), row.value3()));
  }

  /** deleting → gone, after the object was removed; what the index had of it goes too. */
  public void gone(UUID packId) {
    database.transaction(transaction -> {
      var moved =
          transaction
              .dsl()
              .update(PACK)
              .set(PACK.STATE, PackState.GONE)
              .set(PACK.CHANGED_AT, Clock.now())
              .where(here(), PACK.ID.eq(packId), PACK.STATE.eq(PackState.DELETING))
              .returningResult(PACK.NUMBER)
              .fetch(PACK.NUMBER);
      for (long number : moved) {
        transaction.dsl().deleteFrom(CHUNK).where(CHUNK.PACK_NUMBER.eq(number)).execute();
        transaction
            .dsl()
            .deleteFrom(DAMAGED_CHUNK)
            .where(DAMAGED_CHUNK.PACK_NUMBER.eq(number))
            .execute();
      }
    });
  }

  /** Those of the packs that are known in any state but gone. */
  public Set<UUID> known(Collection<UUID> packs) {
    Set<UUID> known = new HashSet<>();
    for (List<UUID> batch : batches(packs)) {
      known.addAll(
          database
              .select(PACK.ID)
              .from(PACK)
              .where(here(), PACK.ID.in(batch), PACK.STATE.ne(PackState.GONE))
              .fetch(PACK.ID));
    }
    return known;
  }

  private Condition ofThis() {
    return BACKUP.REPOSITORY_ID.eq(
        select(REPOSITORY.ID).from(REPOSITORY).where(REPOSITORY.NUMBER.eq(repositoryNumber)));
  }

  private Condition here() {
    return PACK.REPOSITORY_NUMBER.eq(repositoryNumber);
  }

  private static <T> List<List<T>> batches(Collection<T> all) {
    return all.stream().gather(Gatherers.windowFixed(BATCH)).toList();
  }
}
