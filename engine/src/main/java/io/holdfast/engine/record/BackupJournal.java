package io.holdfast.engine.record;

import io.holdfast.engine.BackupException;
import io.holdfast.engine.FailureKind;
import io.holdfast.engine.pack.PackId;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * What one running backup has done, so that it can be resumed, and so that reclaiming leaves alone
 * what it refers to. Used by one thread at a time.
 */
public interface BackupJournal {
  /** Everything recorded so far, by this or an earlier attempt, in any order. */
  List<SegmentRecord> recorded();

  /**
   * Records the segments in one transaction, which also makes every tombstoned pack of {@code
   * packs} live again. It is all or nothing: if one of the packs is deleting, gone or unknown,
   * nothing is recorded and nothing revived.
   *
   * @param packs every pack that holds a chunk of these segments, or one of the segments themselves
   * @return the packs that are lost; empty means that all was recorded
   * @throws BackupException {@link FailureKind#FENCED} if the task is no longer this process's own;
   *     {@link FailureKind#RETRYABLE} if the database cannot be reached for longer than the caller
   *     wants to wait
   */
  Set<PackId> record(List<SegmentRecord> segments, Collection<PackId> packs);
}
