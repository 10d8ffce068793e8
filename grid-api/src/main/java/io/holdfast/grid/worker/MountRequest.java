package io.holdfast.grid.worker;

import java.util.Objects;
import java.util.UUID;

/** Which backup is to be exported, and how: read-only until nobody renews it, unless said. */
public final class MountRequest {

  private final UUID backupId;
  private final boolean writable;
  private final String askedBy;
  private final boolean lasting;

  private MountRequest(UUID backupId, boolean writable, String askedBy, boolean lasting) {
    this.backupId = backupId;
    this.writable = writable;
    this.askedBy = Objects.requireNonNull(askedBy, "askedBy");
    this.lasting = lasting;
  }

  /**
   * Wants a backup exported.
   *
   * @param askedBy who is shown to have wanted it
   */
  public static MountRequest of(UUID backupId, String askedBy) {
    return new MountRequest(Objects.requireNonNull(backupId, "backupId"), false, askedBy, false);
  }

  /** The same, taking writes, which are thrown away at the end. */
  public MountRequest taking(boolean writes) {
    return new MountRequest(backupId, writes, askedBy, lasting);
  }

  /** The same, needing no renewals if so wanted: it ends when somebody ends it. */
  public MountRequest lasting(boolean wanted) {
    return new MountRequest(backupId, writable, askedBy, wanted);
  }

  public UUID backupId() {
    return backupId;
  }

  public boolean isWritable() {
    return writable;
  }

  public String askedBy() {
    return askedBy;
  }

  public boolean isLasting() {
    return lasting;
  }

  @Override
  public String toString() {
    return "mount of backup " + backupId + " for " + askedBy;
  }
}
