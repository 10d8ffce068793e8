package io.holdfast.schema.policy;

import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which volumes a policy covers, among those of its project.
 *
 * @param namePattern only for matching: the name, in any case, with {@code *} for any characters
 *     and {@code ?} for one; {@code null}: any name
 * @param backend only for matching; {@code null}: any
 * @param metadata only for matching: pairs that a volume must have, all of them
 * @param volumes only for listed
 */
public record Cover(
    CoverKind kind,
    @Nullable String namePattern,
    @Nullable String backend,
    Map<String, String> metadata,
    Set<UUID> volumes) {

  public Cover {
    metadata = Map.copyOf(metadata);
    volumes = Set.copyOf(volumes);
  }

  public static Cover all() {
    return new Cover(CoverKind.ALL, null, null, Map.of(), Set.of());
  }

  /** Volumes of a name, a backend, with metadata; what is {@code null} or empty does not matter. */
  public static Cover matching(
      @Nullable String namePattern, @Nullable String backend, Map<String, String> metadata) {
    return new Cover(CoverKind.MATCHING, namePattern, backend, metadata, Set.of());
  }

  public static Cover listed(Set<UUID> volumes) {
    return new Cover(CoverKind.LISTED, null, null, Map.of(), volumes);
  }
}
