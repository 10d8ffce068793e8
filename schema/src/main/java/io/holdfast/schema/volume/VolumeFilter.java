package io.holdfast.schema.volume;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which volumes are wanted; {@code null} or an empty set means any. Deleted ones never are.
 *
 * @param name exactly this name, in any case
 * @param text somewhere in the name, or the id
 * @param notBackedUpSince without a backup, or with none as new as this
 */
public record VolumeFilter(
    @Nullable UUID projectId,
    Set<VolumeStatus> statuses,
    @Nullable String backend,
    @Nullable String name,
    @Nullable String text,
    @Nullable Instant notBackedUpSince) {

  public VolumeFilter {
    statuses = Set.copyOf(statuses);
  }

  public static VolumeFilter all() {
    return new VolumeFilter(null, Set.of(), null, null, null, null);
  }

  public VolumeFilter inProject(@Nullable UUID project) {
    return new VolumeFilter(project, statuses, backend, name, text, notBackedUpSince);
  }

  public VolumeFilter withStatus(VolumeStatus... wanted) {
    return new VolumeFilter(projectId, Set.of(wanted), backend, name, text, notBackedUpSince);
  }

  public VolumeFilter inBackend(@Nullable String wanted) {
    return new VolumeFilter(projectId, statuses, wanted, name, text, notBackedUpSince);
  }

  public VolumeFilter named(@Nullable String wanted) {
    return new VolumeFilter(projectId, statuses, backend, wanted, text, notBackedUpSince);
  }

  public VolumeFilter withText(@Nullable String wanted) {
    return new VolumeFilter(projectId, statuses, backend, name, wanted, notBackedUpSince);
  }

  public VolumeFilter notBackedUpSince(@Nullable Instant moment) {
    return new VolumeFilter(projectId, statuses, backend, name, text, moment);
  }
}
