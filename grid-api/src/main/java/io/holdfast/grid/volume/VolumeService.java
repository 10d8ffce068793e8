package io.holdfast.grid.volume;

import io.holdfast.grid.call.AnswersWithin;
import io.holdfast.grid.call.FailureKind;
import java.util.List;
import java.util.UUID;

/**
 * The volume service of one host. Every request names its ids and may be repeated: asking for what
 * is already so succeeds and changes nothing, also while the first request still runs (the second
 * then waits for it). Every method throws {@link VolumeServiceException}.
 */
public interface VolumeService {

  /** The backends of this service with what they can do and how full they are. */
  List<BackendReport> capabilities();

  /** The volumes of a backend, without temporary ones and snapshots, in no particular order. */
  @AnswersWithin(seconds = 60)
  List<VolumeReport> listVolumes(String backend);

  /**
   * Makes an empty volume.
   *
   * @param sizeBytes a positive multiple of 512
   */
  @AnswersWithin(seconds = 60)
  VolumeReport createVolume(String backend, UUID volumeId, long sizeBytes, String name);

  /**
   * Makes a volume larger; what is added reads as zeroes. An attachment sees it when it connects
   * anew. Making it smaller is {@link FailureKind#INVALID}.
   */
  @AnswersWithin(seconds = 60)
  VolumeReport extendVolume(UUID volumeId, long sizeBytes);

  /**
   * Deletes a volume. One that is not there is deleted already. Refused as {@link FailureKind#BUSY}
   * while it is attached, marked in use, or has snapshots that depend on it.
   */
  @AnswersWithin(seconds = 60)
  void deleteVolume(UUID volumeId);

  /**
   * Freezes what a volume holds at one moment. May copy all of it where the storage cannot share.
   */
  @AnswersWithin(seconds = 3600)
  void createSnapshot(UUID volumeId, UUID snapshotId);

  /** Deletes a snapshot; as {@link #deleteVolume} about absence and attachments. */
  @AnswersWithin(seconds = 60)
  void deleteSnapshot(UUID snapshotId);

  /** Makes a volume out of a snapshot, to be attached where a snapshot cannot be. */
  @AnswersWithin(seconds = 3600)
  void createTemporaryVolume(UUID snapshotId, UUID temporaryVolumeId);

  /** Deletes a temporary volume; {@link FailureKind#INVALID} for any other volume. */
  @AnswersWithin(seconds = 60)
  void deleteTemporaryVolume(UUID temporaryVolumeId);

  /** Makes a volume look like a block device, on backends where it does not yet. */
  @AnswersWithin(seconds = 600)
  void prepareForBackup(UUID volumeId);

  /**
   * Names what a volume holds at this moment, without copying anything. What is attached later, of
   * this volume, may tell by the NBD metadata context {@code holdfast:changed/<markId>} where it
   * differs from then; where that is not known, it does not. A snapshot is such a mark by its id. A
   * mark that exists keeps its moment.
   */
  @AnswersWithin(seconds = 600)
  void setMark(UUID volumeId, UUID markId);

  /** Marks a volume as used by somebody besides Holdfast, or no longer so. */
  VolumeReport setInUse(UUID volumeId, boolean inUse);

  /**
   * Opens a volume, temporary volume or snapshot to one attachment. The same attachment asked for
   * again gets the same connection. A volume has one writer or any number of readers, and an
   * attachment that was terminated never comes back, so that a late request cannot revive it.
   */
  ConnectionInfo initializeConnection(
      UUID attachmentId, ConnectionSource source, AttachMode mode, ConnectorProperties connector);

  /**
   * Cuts an attachment. When this returns, no request of it can reach the storage any more. One
   * that was never made counts as terminated from now on.
   */
  @AnswersWithin(seconds = 60)
  void terminateConnection(UUID attachmentId);
}
