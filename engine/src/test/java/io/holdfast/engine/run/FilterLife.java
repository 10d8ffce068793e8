package io.holdfast.engine.run;

import io.holdfast.engine.chunk.ChunkId;
import io.holdfast.engine.pack.PackId;
import io.holdfast.engine.record.PackLife;
import io.holdfast.engine.record.Tombstone;
import io.holdfast.engine.repository.BackupId;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Passes everything on; tests override what they want to be different. */
class FilterLife implements PackLife {
  private final PackLife life;

  FilterLife(PackLife life) {
    this.life = life;
  }

  @Override
  public List<Tombstone> tombstones() {
    return life.tombstones();
  }

  @Override
  public void recordedSegments(Consumer<ChunkId> segmentIds) {
    life.recordedSegments(segmentIds);
  }

  @Override
  public void backups(Consumer<RecordedBackup> backups) {
    life.backups(backups);
  }

  @Override
  public Set<BackupId> deleted(Collection<BackupId> backups) {
    return life.deleted(backups);
  }

  @Override
  public List<Held> holding(Collection<ChunkId> ids) {
    return life.holding(ids);
  }

  @Override
  public void usablePacks(Consumer<PackSize> packs) {
    life.usablePacks(packs);
  }

  @Override
  public void tombstone(Collection<PackSize> packs) {
    life.tombstone(packs);
  }

  @Override
  public void revive(Collection<Tombstone> tombstones) {
    life.revive(tombstones);
  }

  @Override
  public Set<PackId> beginDeleting(Collection<Tombstone> tombstones) {
    return life.beginDeleting(tombstones);
  }

  @Override
  public List<PackSize> deleting() {
    return life.deleting();
  }

  @Override
  public void gone(PackId pack) {
    life.gone(pack);
  }

  @Override
  public Set<PackId> known(Collection<PackId> packs) {
    return life.known(packs);
  }
}
