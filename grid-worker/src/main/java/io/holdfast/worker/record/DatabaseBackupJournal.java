package io.holdfast.worker.record;

import io.holdfast.engine.BackupException;
import io.holdfast.engine.FailureKind;
import io.holdfast.engine.chunk.ChunkId;
import io.holdfast.engine.pack.PackId;
import io.holdfast.engine.record.BackupJournal;
import io.holdfast.engine.record.SegmentRecord;
import io.holdfast.schema.node.Owner;
import io.holdfast.schema.repository.RecordResult;
import io.holdfast.schema.repository.RecordedSegment;
import io.holdfast.schema.repository.SegmentJournal;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jooq.DSLContext;

/** What one running backup has done, in the database; every write is its owner's or none. */
public final class DatabaseBackupJournal implements BackupJournal {

  private final SegmentJournal segments;
  private final UUID backupId;
  private final DatabasePatience patience;

  /**
   * @param repositoryNumber of the repository's row
   */
  public DatabaseBackupJournal(
      DSLContext database,
      int repositoryNumber,
      UUID backupId,
      Owner owner,
      DatabasePatience patience) {
    this.segments = new SegmentJournal(database, repositoryNumber, backupId, owner);
    this.backupId = backupId;
    this.patience = patience;
  }

  @Override
  public List<SegmentRecord> recorded() {
    return patience.call(segments::recorded).stream()
        .map(s ->
            new SegmentRecord(
                s.ordinal(),
                ChunkId.of(s.segmentId()),
                s.dataBytes(),
                s.readBytes(),
                s.storedBytes()))
        .toList();
  }

  @Override
  public Set<PackId> record(List<SegmentRecord> done, Collection<PackId> packs) {
    List<RecordedSegment> rows =
        done.stream()
            .map(s ->
                new RecordedSegment(
                    s.ordinal(),
                    s.segmentId().toBytes(),
                    s.dataBytes(),
                    s.readBytes(),
                    s.storedBytes()))
            .toList();
    List<UUID> packIds = packs.stream().map(PackId::toUuid).toList();
    return switch (patience.call(() -> segments.record(rows, packIds))) {
      case RecordResult.Recorded() -> Set.of();
      case RecordResult.PacksLost(Set<UUID> lost) ->
          lost.stream().map(PackId::of).collect(Collectors.toSet());
      case RecordResult.Fenced() -> throw fenced();
    };
  }

  /**
   * Forgets everything recorded, because what was read is no longer there to be read on. Without a
   * record there is nothing to forget, and nothing is asked of the database.
   */
  public void startOver() {
    if (!recorded().isEmpty() && !patience.call(segments::forgetAll)) {
      throw fenced();
    }
  }

  private BackupException fenced() {
    return new BackupException(
        FailureKind.FENCED, "Backup %s is no longer this worker's own.".formatted(backupId));
  }
}
