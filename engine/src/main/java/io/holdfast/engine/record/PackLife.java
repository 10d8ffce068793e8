package io.holdfast.engine.record;

import io.holdfast.engine.chunk.ChunkId;
import io.holdfast.engine.pack.PackId;
import io.holdfast.engine.pack.PackKind;
import io.holdfast.engine.repository.BackupId;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What reclaiming needs to know and to change: {@code live → tombstoned → deleting → gone}. Every
 * change is one compare-and-swap; losing it is normal and only means that the pack stays.
 *
 * <p>A mark reads in this order, and the order is what makes it safe without a lock: {@link
 * #tombstones}, then {@link #recordedSegments}, then {@link #backups}, then the manifests in the
 * repository, then {@link #holding}, and only then it changes states.
 *
 * @see "docs/decisions/007-reclaiming.md"
 */
public interface PackLife {
  /** The packs that are tombstoned now. */
  List<Tombstone> tombstones();

  /**
   * The segments recorded by all backups that may yet be finished. A backup's segments may leave
   * this list only once its manifest is durable, or once it is given up for good.
   */
  void recordedSegments(Consumer<ChunkId> segmentIds);

  /**
   * The backups that are not deleted, asked for after {@link #recordedSegments}. A backup leaves
   * that list only in the transaction that makes it whole or gives it up; so no backup is missed
   * where the repository's own listing is late, as on a network file system.
   */
  void backups(Consumer<RecordedBackup> backups);

  /**
   * Those of the backups that are recorded as deleted. That is for good, as their ids are never
   * used again; one that was never heard of is not among them.
   */
  Set<BackupId> deleted(Collection<BackupId> backups);

  /**
   * The frames that keep the ids: each place of each id, in packs of whatever state but gone,
   * except where a live pack that was added later holds the id too. So of several copies the one in
   * the latest live pack counts, and those in tombstoned packs after it; compacting relies on this.
   */
  List<Held> holding(Collection<ChunkId> ids);

  /** All packs that are live or tombstoned, each once. */
  void usablePacks(Consumer<PackSize> packs);

  /**
   * Live → tombstoned, for those of the packs that are live. A pack never heard of (an object whose
   * writer died, or has not added it yet) is taken in as tombstoned, without any chunks.
   */
  void tombstone(Collection<PackSize> packs);

  /** Tombstoned → live, where the token is still the same. */
  void revive(Collection<Tombstone> tombstones);

  /**
   * Tombstoned → deleting, where the token is still the same. From now on nothing finds the packs'
   * chunks.
   *
   * @return those packs that this call moved
   */
  Set<PackId> beginDeleting(Collection<Tombstone> tombstones);

  /** The packs that are deleting, by this reclaim or one that died. */
  List<PackSize> deleting();

  /** Deleting → gone, after the object was removed; drops what the index had of it. */
  void gone(PackId pack);

  /** Those of the packs that the index has heard of, in any state but gone. */
  Set<PackId> known(Collection<PackId> packs);

  /**
   * @param whole whether it is finished and nobody is deleting it: then its manifest must be there
   */
  record RecordedBackup(BackupId id, boolean whole) {}

  /**
   * @param id what it keeps
   * @param offsetBytes of the frame from the start of its pack
   * @param storedBytes of the whole frame
   */
  record Held(ChunkId id, PackId pack, int offsetBytes, int storedBytes) {}

  /**
   * @param bytes size of the object
   */
  record PackSize(PackId pack, PackKind kind, long bytes) {}
}
