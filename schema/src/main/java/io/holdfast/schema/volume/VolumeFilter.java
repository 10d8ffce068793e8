package io.holdfast.schema.volume;

import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which volumes are wanted; {@code null} or an empty set means any. Deleted ones never are.
 *
 * @param name exactly this name, in any case
 * @param text somewhere in the name, or the id
 */
public record VolumeFilter(
    @Nullable UUID projectId,
    Set<VolumeStatus> statuses,
    @Nullable String backend,
    @Nullable String name,
    @Nullable String text,
    Set<Protection> protections) {

  public VolumeFilter {
    statuses = Set.copyOf(statuses);
    protections = Set.copyOf(protections);
  }

  public static VolumeFilter all() {
    return new VolumeFilter(null, Set.of(), null, null, null, Set.of());
  }

  public VolumeFilter inProject(@Nullable UUID project) {
    return new VolumeFilter(project, statuses, backend, name, text, protections);
  }

  public VolumeFilter withStatus(VolumeStatus... wanted) {
    return new VolumeFilter(projectId, Set.of(wanted), backend, name, text, protections);
  }

  public VolumeFilter inBackend(@Nullable String wanted) {
    return new VolumeFilter(projectId, statuses, wanted, name, text, protections);
  }

  public VolumeFilter named(@Nullable String wanted) {
    return new VolumeFilter(projectId, statuses, backend, wanted, text, protections);
  }

  public VolumeFilter withText(@Nullable String wanted) {
    return new VolumeFilter(projectId, statuses, backend, name, wanted, protections);
  }

  public VolumeFilter withProtection(Protection... wanted) {
    return new VolumeFilter(projectId, statuses, backend, name, text, Set.of(wanted));
  }
}
