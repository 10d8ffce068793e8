package io.holdfast.schema.policy;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A policy as a row.
 *
 * @param projectName {@code null}: of every project
 * @param repositoryName {@code null}: the default repository
 * @param nextRunAt {@code null} while it is not enabled
 * @param lastRunAt when its last run was due
 * @param freshSince covered volumes whose newest backup is older are late
 * @param version counts changes by people
 */
public record Policy(
    UUID id,
    PolicyTerms terms,
    @Nullable String projectName,
    @Nullable String repositoryName,
    @Nullable Instant nextRunAt,
    @Nullable Instant lastRunAt,
    @Nullable Instant freshSince,
    @Nullable Instant sweptAt,
    long version,
    String createdBy,
    Instant createdAt,
    Instant updatedAt) {

  public String name() {
    return terms.name();
  }

  /** What the audit and its backups name as their maker. */
  public String actorName() {
    return "policy " + terms.name();
  }
}
