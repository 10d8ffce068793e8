package io.holdfast.volumeservice.backend;

import io.holdfast.grid.call.FailureKind;
import io.holdfast.grid.volume.BackendReport;
import io.holdfast.grid.volume.VolumeServiceException;
import io.holdfast.nbd.server.ExportMode;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * One storage pool. The caller sees to it that no two requests about the same id run at once, that
 * an id that is to be made is new, that one that is to be changed exists and is of the right kind,
 * and that nothing is deleted that is open. What the storage itself refuses is thrown as a {@link
 * VolumeServiceException}: {@link FailureKind#FULL}, {@link FailureKind#INVALID} for what it can
 * never do, {@link FailureKind#FAILED} for the rest.
 *
 * <p>Making is all or nothing: after a crash at any moment a new thing is there whole or not at
 * all, and what was left of the attempt is removed at the next start. What was made survives a
 * power cut. Every implementation passes the contract suite {@code BackendContract}.
 */
public interface Backend extends AutoCloseable {

  /** Its name, unique in the grid. */
  String name();

  /** What it can do and how full it is, at this moment. */
  BackendReport report();

  /** Everything it keeps, after looking at the storage anew. */
  List<StoredVolume> list();

  /** One thing that it keeps. */
  Optional<StoredVolume> find(UUID id);

  /**
   * Makes an empty volume.
   *
   * @param sizeBytes a positive multiple of 512
   */
  StoredVolume createVolume(UUID volumeId, long sizeBytes, String name);

  /** Makes a volume larger; what is added reads as zeroes. */
  StoredVolume extendVolume(UUID volumeId, long sizeBytes);

  /**
   * Freezes what a volume holds at one moment. Writes through open devices of the volume either are
   * in the snapshot or begin after that moment; a write may have to wait until the snapshot is
   * made.
   */
  StoredVolume createSnapshot(UUID volumeId, UUID snapshotId);

  /**
   * Names what a volume holds at this moment, so that an image opened later can tell what was
   * written since; a snapshot is such a mark by its id. Does nothing where that cannot be known. A
   * mark that exists keeps its moment.
   */
  void setMark(UUID volumeId, UUID markId);

  /** Makes a volume out of a snapshot. */
  StoredVolume createTemporaryVolume(UUID snapshotId, UUID temporaryVolumeId);

  /** Deletes a volume, temporary volume or snapshot for good. */
  void delete(UUID id);

  /** Makes a volume look like a block device where it does not yet; most need nothing. */
  void prepareForBackup(UUID volumeId);

  /** Marks a volume as used by somebody besides Holdfast, or no longer so. */
  StoredVolume setInUse(UUID volumeId, boolean inUse);

  /** Opens a volume, temporary volume or snapshot. */
  VolumeDevice open(UUID id, ExportMode mode);

  /** Ends what still runs, and gives the storage up. */
  @Override
  void close();
}
