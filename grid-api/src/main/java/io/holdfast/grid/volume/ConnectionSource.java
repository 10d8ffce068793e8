package io.holdfast.grid.volume;

import java.util.Objects;
import java.util.UUID;

/** What is to be attached: a volume (temporary ones too) or a snapshot. */
public final class ConnectionSource {

  /** What the id names. */
  public enum Kind {
    VOLUME,
    SNAPSHOT
  }

  private final Kind kind;
  private final UUID id;

  private ConnectionSource(Kind kind, UUID id) {
    this.kind = kind;
    this.id = Objects.requireNonNull(id, "id");
  }

  public static ConnectionSource volume(UUID volumeId) {
    return new ConnectionSource(Kind.VOLUME, volumeId);
  }

  public static ConnectionSource snapshot(UUID snapshotId) {
    return new ConnectionSource(Kind.SNAPSHOT, snapshotId);
  }

  public Kind kind() {
    return kind;
  }

  public UUID id() {
    return id;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ConnectionSource that && kind == that.kind && id.equals(that.id);
  }

  @Override
  public int hashCode() {
    return Objects.hash(kind, id);
  }

  @Override
  public String toString() {
    return (kind == Kind.VOLUME ? "volume " : "snapshot ") + id;
  }
}
