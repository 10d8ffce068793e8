package io.holdfast.schema.volume;

import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which volumes are wanted; {@code null} or an empty set means any. Deleted ones never are.
 *
 * @param name exactly this name, in any case
 * @param text somewhere in the name, or the id
 * @param minSizeBytes at least this large; 0: of any size
 * @param policyId that this policy covers, paused or not
 */
public record VolumeFilter(
    @Nullable UUID projectId,
    Set<VolumeStatus> statuses,
    @Nullable String backend,
    @Nullable String name,
    @Nullable String text,
    Set<Protection> protections,
    long minSizeBytes,
    @Nullable UUID policyId) {

  public VolumeFilter {
    statuses = Set.copyOf(statuses);
    protections = Set.copyOf(protections);
  }

  public static VolumeFilter all() {
    return new VolumeFilter(null, Set.of(), null, null, null, Set.of(), 0, null);
  }

  public VolumeFilter inProject(@Nullable UUID project) {
    return new VolumeFilter(
        project, statuses, backend, name, text, protections, minSizeBytes, policyId);
  }

  public VolumeFilter withStatus(VolumeStatus... wanted) {
    return new VolumeFilter(
        projectId, Set.of(wanted), backend, name, text, protections, minSizeBytes, policyId);
  }

  public VolumeFilter inBackend(@Nullable String wanted) {
    return new VolumeFilter(
        projectId, statuses, wanted, name, text, protections, minSizeBytes, policyId);
  }

  public VolumeFilter named(@Nullable String wanted) {
    return new VolumeFilter(
        projectId, statuses, backend, wanted, text, protections, minSizeBytes, policyId);
  }

  public VolumeFilter withText(@Nullable String wanted) {
    return new VolumeFilter(
        projectId, statuses, backend, name, wanted, protections, minSizeBytes, policyId);
  }

  public VolumeFilter withProtection(Protection... wanted) {
    return new VolumeFilter(
        projectId, statuses, backend, name, text, Set.of(wanted), minSizeBytes, policyId);
  }

  public VolumeFilter ofAtLeast(long bytes) {
    return new VolumeFilter(projectId, statuses, backend, name, text, protections, bytes, policyId);
  }

  public VolumeFilter coveredBy(@Nullable UUID policy) {
    return new VolumeFilter(
        projectId, statuses, backend, name, text, protections, minSizeBytes, policy);
  }
}
