package io.holdfast.worker.record;

import io.holdfast.engine.chunk.ChunkId;
import io.holdfast.engine.pack.PackId;
import io.holdfast.engine.record.PackLife;
import io.holdfast.engine.record.Tombstone;
import io.holdfast.engine.repository.BackupId;
import io.holdfast.schema.backup.BackupStatus;
import io.holdfast.schema.repository.PackStates;
import io.holdfast.schema.repository.PackTombstone;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jooq.DSLContext;

/** The life of one repository's packs, in the database. */
public final class DatabasePackLife implements PackLife {

  private final PackStates packs;
  private final DatabasePatience patience;

  /**
   * @param repositoryNumber of the repository's row
   */
  public DatabasePackLife(DSLContext database, int repositoryNumber, DatabasePatience patience) {
    this.packs = new PackStates(database, repositoryNumber);
    this.patience = patience;
  }

  @Override
  public List<Tombstone> tombstones() {
    return patience.call(packs::tombstones).stream()
        .map(t -> new Tombstone(PackId.of(t.packId()), Packs.kind(t.kind()), t.token()))
        .toList();
  }

  @Override
  public void recordedSegments(Consumer<ChunkId> segmentIds) {
    // Told some twice after an outage, which does no harm: they are put into a set.
    run(() -> packs.recordedSegments(id -> segmentIds.accept(ChunkId.of(id))));
  }

  @Override
  public void backups(Consumer<RecordedBackup> backups) {
    patience
        .call(packs::backups)
        .forEach((id, status) ->
            backups.accept(
                new RecordedBackup(new BackupId(id), BackupStatus.WITH_MANIFEST.contains(status))));
  }

  @Override
  public Set<BackupId> deleted(Collection<BackupId> backups) {
    List<UUID> ids = backups.stream().map(BackupId::value).toList();
    return patience.call(() -> packs.deleted(ids)).stream()
        .map(BackupId::new)
        .collect(Collectors.toSet());
  }

  @Override
  public List<Held> holding(Collection<ChunkId> ids) {
    List<byte[]> wanted = ids.stream().map(ChunkId::toBytes).toList();
    return patience.call(() -> packs.holding(wanted)).stream()
        .map(frame ->
            new Held(
                ChunkId.of(frame.id()),
                PackId.of(frame.packId()),
                frame.offsetBytes(),
                frame.storedBytes()))
        .toList();
  }

  @Override
  public void usablePacks(Consumer<PackSize> found) {
    // Told only once all are read: an outage between two pages would have the first told twice.
    List<PackSize> all =
        patience.call(() -> {
          List<PackSize> read = new ArrayList<>();
          packs.usable(pack -> read.add(size(pack)));
          return read;
        });
    all.forEach(found);
  }

  @Override
  public void tombstone(Collection<PackSize> sizes) {
    List<io.holdfast.schema.repository.PackSize> rows =
        sizes.stream()
            .map(s ->
                new io.holdfast.schema.repository.PackSize(
                    s.pack().toUuid(), Packs.kind(s.kind()), s.bytes()))
            .toList();
    run(() -> packs.tombstone(rows));
  }

  @Override
  public void revive(Collection<Tombstone> tombstones) {
    List<PackTombstone> rows = rows(tombstones);
    run(() -> packs.revive(rows));
  }

  @Override
  public Set<PackId> beginDeleting(Collection<Tombstone> tombstones) {
    List<PackTombstone> rows = rows(tombstones);
    // What an attempt moved before its connection broke is missing here; deleting() names it.
    return packIds(patience.call(() -> packs.beginDeleting(rows)));
  }

  @Override
  public List<PackSize> deleting() {
    return patience.call(packs::deleting).stream().map(DatabasePackLife::size).toList();
  }

  @Override
  public void gone(PackId pack) {
    run(() -> packs.gone(pack.toUuid()));
  }

  @Override
  public Set<PackId> known(Collection<PackId> ids) {
    List<UUID> wanted = ids.stream().map(PackId::toUuid).toList();
    return packIds(patience.call(() -> packs.known(wanted)));
  }

  private void run(Runnable work) {
    patience.call(() -> {
      work.run();
      return true;
    });
  }

  private static PackSize size(io.holdfast.schema.repository.PackSize pack) {
    return new PackSize(PackId.of(pack.packId()), Packs.kind(pack.kind()), pack.sizeBytes());
  }

  private static List<PackTombstone> rows(Collection<Tombstone> tombstones) {
    return tombstones.stream()
        .map(t -> new PackTombstone(t.pack().toUuid(), Packs.kind(t.kind()), t.token()))
        .toList();
  }

  private static Set<PackId> packIds(Collection<UUID> ids) {
    return ids.stream().map(PackId::of).collect(Collectors.toSet());
  }
}
