package io.holdfast.worker.attach;

import io.holdfast.engine.extent.ByteRange;
import io.holdfast.engine.extent.ChangeInformation;
import io.holdfast.nbd.NbdExtent;
import io.holdfast.worker.lease.Gate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What an export tells of changes since a mark, by a metadata context that is called after it: one
 * of Holdfast's own, or a dirty bitmap of QEMU's. In both, bit 0 of an extent's flags says that it
 * may have changed.
 *
 * @see "docs/decisions/013-what-backups-know-of-changes.md"
 */
public final class SourceChanges implements ChangeInformation {

  private static final int CHANGED = 1;

  private final NbdExport export;
  private final String context;
  private final Gate gate;
  private volatile @Nullable ByteRange refutation;

  private SourceChanges(NbdExport export, String context, Gate gate) {
    this.export = export;
    this.context = context;
    this.gate = gate;
  }

  /** The contexts to ask an export for; of those that it has, the first is used. */
  static List<String> contexts(UUID mark) {
    return List.of("holdfast:changed/" + mark, "qemu:dirty-bitmap:" + mark);
  }

  /** Empty when the export does not know what changed since that mark. */
  static Optional<SourceChanges> since(UUID mark, NbdExport export, Gate gate) {
    return contexts(mark).stream()
        .filter(export::has)
        .findFirst()
        .map(context -> new SourceChanges(export, context, gate));
  }

  @Override
  public List<ByteRange> changed(long offsetBytes, long lengthBytes) {
    gate.pass();
    return export.status(context, offsetBytes, lengthBytes).stream()
        .filter(extent -> (extent.flags() & CHANGED) != 0)
        .map(SourceChanges::range)
        .toList();
  }

  private static ByteRange range(NbdExtent extent) {
    return new ByteRange(extent.offset(), extent.length());
  }

  @Override
  public void refuted(ByteRange stretch) {
    refutation = stretch;
  }

  /** A stretch that had changed although this was not told of it; empty if none was met. */
  public Optional<ByteRange> refutation() {
    return Optional.ofNullable(refutation);
  }
}
