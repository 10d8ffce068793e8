package io.holdfast.engine.run;

import io.holdfast.engine.BackupException;
import io.holdfast.engine.FailureKind;
import io.holdfast.engine.chunk.ChunkGeometry;
import io.holdfast.engine.extent.ByteRange;
import io.holdfast.engine.extent.VolumeTarget;
import io.holdfast.engine.record.RestoreJournal;
import io.holdfast.engine.repository.Manifest;
import io.holdfast.engine.run.RestoreFeeder.Prepared;

/**
 * Writes a backup to a volume: {@code manifest → segments → chunks → open → check → write}, with
 * many chunks on their way at once and in any order. Every chunk is proven before it is written.
 * Where the backup has zeros, and behind its end, the target gets zeros, so nothing old stays.
 *
 * <p>When {@link #run} returns, all is flushed.
 */
public final class RestoreRun {
  private final RunContext context;
  private final RestoreJournal journal;

  public RestoreRun(RunContext context, RestoreJournal journal) {
    this.context = context;
    this.journal = journal;
  }

  /**
   * Restores, or fails with {@link DamagedBackupException} after all that is intact was written and
   * the damaged ranges were made zeros.
   */
  public RestoreReport run(Manifest manifest, VolumeTarget target, RestoreMode mode) {
    RestoreReport report = runAcceptingDamage(manifest, target, mode);
    if (!report.damaged().isEmpty()) {
      throw new DamagedBackupException(manifest.id(), report.damaged());
    }
    return report;
  }

  /** Restores what is intact; the damaged ranges become zeros and are reported. */
  public RestoreReport runAcceptingDamage(
      Manifest manifest, VolumeTarget target, RestoreMode mode) {
    if (target.sizeBytes() < manifest.sizeBytes()) {
      throw new BackupException(
          FailureKind.PERMANENT,
          "The target has "
              + target.sizeBytes()
              + " bytes, the backup "
              + manifest.sizeBytes()
              + ". Choose a volume of at least that size.");
    }
    var meter = new ProgressMeter(context.progress(), target.sizeBytes());
    var damage = new DamageList();
    long written =
        RunScope.run(
            "restore",
            context.cancellation(),
            scope -> {
              try (var benches = new Workbench.Pool(context.repository())) {
                var chunks = new ChunkRestorer(context, benches, target, mode, damage, meter);
                var plan = new ReadPlan(manifest, context.index(), chunks.frames());
                var feeder = new RestoreFeeder(scope, plan, chunks, target, mode);
                restore(
                    scope,
                    plan.geometry(),
                    feeder,
                    new RestorePositions(target, journal, damage, context.recordEvery()),
                    meter);
                return chunks.writtenBytes();
              }
            });
    meter.finish();
    return new RestoreReport(written, damage.ranges());
  }

  private void restore(
      RunScope scope,
      ChunkGeometry geometry,
      RestoreFeeder feeder,
      RestorePositions positions,
      ProgressMeter meter) {
    long position = journal.positionBytes();
    long first = position / geometry.segmentBytes();
    if (position >= geometry.sizeBytes()) {
      first = geometry.segmentCount();
      meter.done(position);
    } else {
      meter.done(first * geometry.segmentBytes());
    }
    var plans = new Ahead<>(scope, first, geometry.segmentCount(), any -> true, feeder::prepare);
    scope.fork(positions::run);
    try {
      while (plans.hasNext()) {
        Prepared prepared = plans.next();
        var segment = new Countdown();
        positions.expect(segment, geometry.segment(prepared.planned().ordinal()).endBytes());
        feeder.feed(prepared, segment);
      }
      for (ByteRange piece : feeder.behindTheBackup(position)) {
        var zeros = new Countdown();
        positions.expect(zeros, piece.endBytes());
        feeder.feedZeros(piece, zeros);
      }
      positions.finish();
    } catch (InterruptedException e) {
      throw RunScope.interrupted(e);
    }
  }
}
