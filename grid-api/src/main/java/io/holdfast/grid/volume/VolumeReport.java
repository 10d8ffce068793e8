package io.holdfast.grid.volume;

import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A volume as its backend has it at this moment. */
public final class VolumeReport {

  private final UUID id;
  private final String name;
  private final long sizeBytes;
  private final boolean inUse;
  private final @Nullable String problem;

  /**
   * Describes a volume.
   *
   * @param name what people call it; for an image dropped into a directory its file name
   * @param inUse whether it is marked as used by somebody besides Holdfast
   * @param problem why it cannot be attached now, as a sentence; {@code null} when it can
   */
  public VolumeReport(
      UUID id, String name, long sizeBytes, boolean inUse, @Nullable String problem) {
    this.id = Objects.requireNonNull(id, "id");
    this.name = Objects.requireNonNull(name, "name");
    this.sizeBytes = sizeBytes;
    this.inUse = inUse;
    this.problem = problem;
  }

  public UUID id() {
    return id;
  }

  public String name() {
    return name;
  }

  public long sizeBytes() {
    return sizeBytes;
  }

  public boolean inUse() {
    return inUse;
  }

  /** Why it cannot be attached now; {@code null} when it can. */
  public @Nullable String problem() {
    return problem;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof VolumeReport that
        && id.equals(that.id)
        && name.equals(that.name)
        && sizeBytes == that.sizeBytes
        && inUse == that.inUse
        && Objects.equals(problem, that.problem);
  }

  @Override
  public int hashCode() {
    return Objects.hash(id, name, sizeBytes, inUse, problem);
  }

  @Override
  public String toString() {
    return "volume %s '%s' of %d bytes%s%s"
        .formatted(
            id, name, sizeBytes, inUse ? ", in use" : "", problem == null ? "" : ": " + problem);
  }
}
