package io.holdfast.engine.run;

import io.holdfast.engine.BackupException;
import io.holdfast.engine.FailureKind;
import io.holdfast.engine.chunk.ChunkGeometry;
import io.holdfast.engine.chunk.ChunkId;
import io.holdfast.engine.extent.ByteRange;
import io.holdfast.engine.extent.ChangeInformation;
import io.holdfast.engine.extent.VolumeSource;
import io.holdfast.engine.record.BackupJournal;
import io.holdfast.engine.record.SegmentRecord;
import io.holdfast.engine.repository.BackupDescription;
import io.holdfast.engine.repository.Manifest;
import io.holdfast.engine.repository.Manifest.Totals;
import io.holdfast.engine.repository.Repository;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Backs up one volume: {@code extents → read → id → known? → compress → seal → pack → index →
 * journal}, and at last the manifest. Resumes from what its journal has recorded; to go on after a
 * failure of any kind, make a new run with the same journal and the same content to read.
 *
 * <p>When {@link #run} returns, the backup is complete and durable in the repository. What remains
 * is the caller's: its record, and then the end of the journal, in this order.
 */
public final class BackupRun {
  private static final Logger log = LoggerFactory.getLogger(BackupRun.class);

  private final RunContext context;
  private final Repository repository;
  private final BackupJournal journal;
  private final InstantSource clock;

  public BackupRun(RunContext context, BackupJournal journal, InstantSource clock) {
    this.context = context;
    this.repository = context.repository();
    this.journal = journal;
    this.clock = clock;
  }

  /**
   * @param source whose content does not change, not between attempts either
   * @param parent an earlier backup that is probably similar; a hint that saves questions to the
   *     index, and nothing that the result depends on
   * @throws BackupException for every failure; nothing needs to be undone, as reclaiming removes
   *     what no manifest and no journal refers to
   */
  public Manifest run(VolumeSource source, BackupDescription backup, @Nullable Manifest parent) {
    return run(source, backup, parent, null);
  }

  /**
   * As {@link #run(VolumeSource, BackupDescription, Manifest)}, reading only what changed since
   * {@code parent}, and a sample of what did not. If the sample shows that the information is
   * wrong, it is told so, and everything is read.
   *
   * @param changes since the very content that {@code parent} was made of; {@code null} if nothing
   *     is known
   */
  public Manifest run(
      VolumeSource source,
      BackupDescription backup,
      @Nullable Manifest parent,
      @Nullable ChangeInformation changes) {
    if (changes != null && parent == null) {
      throw new IllegalArgumentException("changes since which backup?");
    }
    if (parent != null && parent.chunkBytes() != repository.chunkBytes()) {
      throw new BackupException(
          FailureKind.MISCONFIGURED,
          "Backup " + parent.id() + " cannot be the parent: it is of another repository.");
    }
    ChunkGeometry geometry = repository.geometry(source.sizeBytes());
    Map<Long, SegmentRecord> recorded = recorded(geometry);
    var meter = new ProgressMeter(context.progress(), source.sizeBytes());
    for (SegmentRecord segment : recorded.values()) {
      meter.read(segment.readBytes());
      meter.stored(segment.storedBytes());
      meter.done(geometry.segment(segment.ordinal()).lengthBytes());
    }
    RunScope.run(
        "backup",
        context.cancellation(),
        scope -> {
          try (var benches = new Workbench.Pool(repository)) {
            return new Pipeline(scope, benches, source, geometry, meter, parent, changes)
                .run(recorded);
          }
        });
    Manifest manifest = manifest(geometry, backup);
    context.cancellation().throwIfRequested();
    repository.manifests().store(manifest);
    meter.finish();
    return manifest;
  }

  /** The stages of one run, tied together. */
  private final class Pipeline {
    private final RunScope scope;
    private final VolumeSource source;
    private final ChunkGeometry geometry;
    private final @Nullable ParentChunks parent;
    private final @Nullable UnchangedChunks unchanged;
    private final @Nullable ChangeCheck check;
    private final SegmentFeeder feeder;
    private final SegmentRecorder recorder;

    Pipeline(
        RunScope scope,
        Workbench.Pool benches,
        VolumeSource source,
        ChunkGeometry geometry,
        ProgressMeter meter,
        @Nullable Manifest parent,
        @Nullable ChangeInformation changes) {
      BufferSizes sizes = BufferSizes.forBackup(context);
      var buffers = new BufferPool(sizes.chunkCount(), repository.chunkBytes());
      var writer = new ChunkWriter(context, scope, source, benches, buffers, sizes, meter);
      var frames = new FrameReader(context, benches);
      this.scope = scope;
      this.source = source;
      this.geometry = geometry;
      this.parent = parent == null ? null : new ParentChunks(parent, frames);
      this.unchanged =
          parent == null || changes == null ? null : new UnchangedChunks(geometry, parent, changes);
      this.check =
          this.parent == null
              ? null
              : new ChangeCheck(
                  scope,
                  source,
                  this.parent,
                  buffers,
                  context,
                  benches,
                  RandomGenerator.getDefault());
      this.feeder = new SegmentFeeder(scope, geometry, buffers, writer, meter);
      var segments = new SegmentStore(context, benches);
      this.recorder =
          new SegmentRecorder(journal, segments, writer.packs(), feeder, context.recordEvery());
    }

    boolean run(Map<Long, SegmentRecord> recorded) {
      scope.fork(recorder::run);
      try {
        var plans = plans(recorded, unchanged);
        // Tried while the first segments are being prepared.
        if (isRefuted()) {
          plans = plans(recorded, null);
        }
        while (plans.hasNext()) {
          SegmentJob job = plans.next();
          recorder.expect(job);
          feeder.feed(job);
        }
        recorder.finish();
        return true;
      } catch (InterruptedException e) {
        throw RunScope.interrupted(e);
      }
    }

    private Ahead<SegmentJob> plans(
        Map<Long, SegmentRecord> recorded, @Nullable UnchangedChunks unread) {
      var plan = new BackupPlan(source, geometry, context.index(), parent, unread);
      return new Ahead<>(
          scope,
          0,
          geometry.segmentCount(),
          ordinal -> !recorded.containsKey(ordinal),
          plan::prepare);
    }

    private boolean isRefuted() throws InterruptedException {
      if (unchanged == null || check == null) {
        return false;
      }
      Optional<ByteRange> wrong = check.refutation(unchanged);
      wrong.ifPresent(stretch -> {
        log.warn("The information on changes is wrong at {}, so everything is read", stretch);
        unchanged.refuted(stretch);
      });
      return wrong.isPresent();
    }
  }

  private Map<Long, SegmentRecord> recorded(ChunkGeometry geometry) {
    Map<Long, SegmentRecord> recorded = new HashMap<>();
    for (SegmentRecord segment : journal.recorded()) {
      if (segment.ordinal() < 0 || segment.ordinal() >= geometry.segmentCount()) {
        throw new BackupException(
            FailureKind.PERMANENT,
            "The volume has "
                + geometry.sizeBytes()
                + " bytes, fewer than when this backup was begun. Start a new backup.");
      }
      recorded.put(segment.ordinal(), segment);
    }
    return recorded;
  }

  private Manifest manifest(ChunkGeometry geometry, BackupDescription backup) {
    Map<Long, SegmentRecord> recorded = recorded(geometry);
    List<ChunkId> segments = new ArrayList<>(geometry.segmentCount());
    for (long ordinal = 0; ordinal < geometry.segmentCount(); ordinal++) {
      SegmentRecord segment = recorded.get(ordinal);
      if (segment == null) {
        throw new IllegalStateException("segment " + ordinal + " was recorded, but is not there");
      }
      segments.add(segment.segmentId());
    }
    var totals =
        new Totals(
            sum(recorded, SegmentRecord::dataBytes),
            sum(recorded, SegmentRecord::readBytes),
            sum(recorded, SegmentRecord::storedBytes));
    var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    return new Manifest(backup, geometry.sizeBytes(), geometry.chunkBytes(), now, totals, segments);
  }

  private static long sum(Map<Long, SegmentRecord> recorded, ToLongFunction<SegmentRecord> amount) {
    return recorded.values().stream().mapToLong(amount).sum();
  }
}
