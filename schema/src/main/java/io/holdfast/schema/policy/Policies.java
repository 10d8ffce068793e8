package io.holdfast.schema.policy;

import static io.holdfast.schema.generated.Tables.POLICY;
import static io.holdfast.schema.generated.Tables.POLICY_VOLUME;
import static io.holdfast.schema.generated.Tables.PROJECT;
import static io.holdfast.schema.generated.Tables.REPOSITORY;
import static io.holdfast.schema.generated.Tables.VOLUME;
import static org.jooq.impl.DSL.insertInto;
import static org.jooq.impl.DSL.lower;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.val;
import static org.jooq.impl.DSL.when;

import io.holdfast.schema.Clock;
import io.holdfast.schema.Covering;
import io.holdfast.schema.Rollback;
import io.holdfast.schema.Unique;
import io.holdfast.schema.audit.AuditLog;
import io.holdfast.schema.audit.Outcome;
import io.holdfast.schema.generated.tables.records.PolicyRecord;
import io.holdfast.schema.identity.Actor;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/** Policies: made, changed and removed by people. Each method is one transaction. */
public final class Policies {

  /**
   * A policy that covers a volume.
   *
   * @param projectId whose it is; {@code null}: of all projects
   */
  public record Covers(@Nullable UUID projectId, String name) {}

  private final DSLContext database;

  public Policies(DSLContext database) {
    this.database = database;
  }

  /**
   * Adds a policy. Empty: the name is taken.
   *
   * @param nextRunAt when it is due first; {@code null} when it is not enabled
   */
  public Optional<UUID> create(PolicyTerms terms, @Nullable Instant nextRunAt, Actor by) {
    return Unique.unlessTaken(
        "policy_name",
        () ->
            database.transactionResult(transaction -> {
              DSLContext here = transaction.dsl();
              PolicyRecord row = here.newRecord(POLICY);
              fill(row, terms);
              row.setNextRunAt(nextRunAt);
              row.setCreatedBy(by.name());
              row.changed(POLICY.ID, false);
              row.insert();
              list(here, row.getId(), terms);
              audit(here, by, "policy.create", row.getId(), terms, Map.of("name", terms.name()));
              return row.getId();
            }));
  }

  /**
   * Changes a policy that is still as it was read. As long as its schedule stays, so does its next
   * run: one that is due just now is not lost.
   */
  public PolicyChange update(
      UUID id, long version, PolicyTerms terms, @Nullable Instant nextRunAt, Actor by) {
    return Unique.unlessTaken(
            "policy_name",
            () ->
                Rollback.transaction(
                    database,
                    here -> {
                      PolicyRecord row = here.newRecord(POLICY);
                      fill(row, terms);
                      int changed =
                          here.update(POLICY)
                              .set(row)
                              .set(POLICY.NEXT_RUN_AT, next(terms, nextRunAt))
                              .set(POLICY.VERSION, POLICY.VERSION.plus(1))
                              .setNull(POLICY.SWEPT_AT)
                              .set(POLICY.UPDATED_AT, Clock.now())
                              .where(POLICY.ID.eq(id), POLICY.VERSION.eq(version))
                              .execute();
                      if (changed == 0) {
                        return here.fetchExists(POLICY, POLICY.ID.eq(id))
                            ? PolicyChange.CHANGED_MEANWHILE
                            : PolicyChange.MISSING;
                      }
                      here.deleteFrom(POLICY_VOLUME)
                          .where(POLICY_VOLUME.POLICY_ID.eq(id))
                          .execute();
                      list(here, id, terms);
                      audit(here, by, "policy.change", id, terms, Map.of("name", terms.name()));
                      return PolicyChange.CHANGED;
                    }))
        .orElse(PolicyChange.NAME_TAKEN);
  }

  private static Field<Instant> next(PolicyTerms terms, @Nullable Instant nextRunAt) {
    Field<Instant> anew = val(nextRunAt, POLICY.NEXT_RUN_AT.getDataType());
    return terms.enabled()
        ? when(
                POLICY
                    .ENABLED
                    .isTrue()
                    .and(POLICY.CRON.eq(terms.cron()))
                    .and(POLICY.TIME_ZONE.eq(terms.timeZone())),
                POLICY.NEXT_RUN_AT)
            .otherwise(anew)
        : anew;
  }

  /** Removes a policy; the backups that it made stay, and are nobody's from then on. */
  public boolean delete(UUID id, Actor by) {
    return database.transactionResult(transaction -> {
      DSLContext here = transaction.dsl();
      Optional<PolicyRecord> gone =
          here.deleteFrom(POLICY).where(POLICY.ID.eq(id)).returning().fetchOptional();
      gone.ifPresent(row ->
          new AuditLog(here)
              .add(
                  by.name(),
                  "policy.delete",
                  "policy",
                  id,
                  row.getProjectId(),
                  Outcome.ACCEPTED,
                  Map.of("name", row.getName())));
      return gone.isPresent();
    });
  }

  /** All of them by name; of one project when it is named. */
  public List<Policy> list(@Nullable UUID projectId) {
    return select(projectId == null ? noCondition() : POLICY.PROJECT_ID.eq(projectId));
  }

  public Optional<Policy> find(UUID id) {
    return select(POLICY.ID.eq(id)).stream().findFirst();
  }

  /** Those whose next run is due, the longest due first. */
  public List<Policy> due() {
    return select(POLICY.ENABLED.isTrue().and(POLICY.NEXT_RUN_AT.le(Clock.transactionStart())));
  }

  /** Enabled policies that cover a volume, by name. */
  public List<Policy> covering(UUID volumeId) {
    return select(
        POLICY
            .ENABLED
            .isTrue()
            .and(
                org.jooq.impl.DSL.exists(
                    org.jooq
                        .impl
                        .DSL
                        .selectOne()
                        .from(VOLUME)
                        .where(
                            VOLUME.ID.eq(volumeId),
                            VOLUME.DELETED_AT.isNull(),
                            Covering.byPolicy()))));
  }

  /**
   * Enabled policies that cover volumes, by volume; each volume's by name. What none covers is
   * missing.
   */
  public Map<UUID, List<Covers>> covering(Collection<UUID> volumes) {
    return database
        .select(VOLUME.ID, POLICY.PROJECT_ID, POLICY.NAME)
        .from(VOLUME)
        .join(POLICY)
        .on(Covering.byPolicy())
        .where(VOLUME.ID.in(volumes), POLICY.ENABLED.isTrue())
        .orderBy(lower(POLICY.NAME), POLICY.ID)
        .fetchGroups(VOLUME.ID, row -> new Covers(row.value2(), row.value3()));
  }

  private List<Policy> select(Condition which) {
    var found =
        database
            .select(POLICY.fields())
            .select(PROJECT.NAME, REPOSITORY.NAME)
            .from(POLICY)
            .leftJoin(PROJECT)
            .on(PROJECT.ID.eq(POLICY.PROJECT_ID))
            .leftJoin(REPOSITORY)
            .on(REPOSITORY.ID.eq(POLICY.REPOSITORY_ID))
            .where(which)
            .orderBy(lower(POLICY.NAME), POLICY.ID)
            .fetch();
    Map<UUID, List<UUID>> listed =
        database
            .select(POLICY_VOLUME.POLICY_ID, POLICY_VOLUME.VOLUME_ID)
            .from(POLICY_VOLUME)
            .where(POLICY_VOLUME.POLICY_ID.in(found.getValues(POLICY.ID)))
            .fetchGroups(POLICY_VOLUME.POLICY_ID, POLICY_VOLUME.VOLUME_ID);
    return found.map(row -> policy(row, listed.getOrDefault(row.get(POLICY.ID), List.of())));
  }

  private static void fill(PolicyRecord row, PolicyTerms terms) {
    row.setProjectId(terms.projectId());
    row.setName(terms.name());
    row.setEnabled(terms.enabled());
    row.setCron(terms.cron());
    row.setTimeZone(terms.timeZone());
    row.setMissed(terms.missed());
    row.setWindowMinutes(terms.windowMinutes());
    row.setJitterMinutes(terms.jitterMinutes());
    row.setFullEvery(terms.fullEvery());
    row.setRepositoryId(terms.repositoryId());
    row.setMaxRunning(terms.maxRunning());
    row.setCovers(terms.cover().kind());
    row.setNamePattern(terms.cover().namePattern());
    row.setBackend(terms.cover().backend());
    row.setMetadata(terms.cover().metadata());
    row.setKeepLast(terms.keep().last());
    row.setKeepHourly(terms.keep().hourly());
    row.setKeepDaily(terms.keep().daily());
    row.setKeepWeekly(terms.keep().weekly());
    row.setKeepMonthly(terms.keep().monthly());
    row.setKeepYearly(terms.keep().yearly());
  }

  private static void list(DSLContext here, UUID id, PolicyTerms terms) {
    if (terms.cover().kind() == CoverKind.LISTED) {
      here.execute(
          insertInto(POLICY_VOLUME, POLICY_VOLUME.POLICY_ID, POLICY_VOLUME.VOLUME_ID)
              .select(
                  here.select(val(id), VOLUME.ID)
                      .from(VOLUME)
                      .where(CoveredVolumes.by(terms.projectId(), terms.cover()))));
    }
  }

  private static void audit(
      DSLContext here,
      Actor by,
      String action,
      UUID id,
      PolicyTerms terms,
      Map<String, String> detail) {
    new AuditLog(here)
        .add(by.name(), action, "policy", id, terms.projectId(), Outcome.ACCEPTED, detail);
  }

  private static Policy policy(Record row, List<UUID> listed) {
    Set<UUID> volumes = new HashSet<>(listed);
    return new Policy(
        row.get(POLICY.ID),
        new PolicyTerms(
            row.get(POLICY.PROJECT_ID),
            row.get(POLICY.NAME),
            row.get(POLICY.ENABLED),
            row.get(POLICY.CRON),
            row.get(POLICY.TIME_ZONE),
            row.get(POLICY.MISSED),
            row.get(POLICY.WINDOW_MINUTES),
            row.get(POLICY.JITTER_MINUTES),
            row.get(POLICY.FULL_EVERY),
            row.get(POLICY.REPOSITORY_ID),
            row.get(POLICY.MAX_RUNNING),
            new Cover(
                row.get(POLICY.COVERS),
                row.get(POLICY.NAME_PATTERN),
                row.get(POLICY.BACKEND),
                row.get(POLICY.METADATA),
                volumes),
            new Keep(
                row.get(POLICY.KEEP_LAST),
                row.get(POLICY.KEEP_HOURLY),
                row.get(POLICY.KEEP_DAILY),
                row.get(POLICY.KEEP_WEEKLY),
                row.get(POLICY.KEEP_MONTHLY),
                row.get(POLICY.KEEP_YEARLY))),
        row.get(PROJECT.NAME),
        row.get(REPOSITORY.NAME),
        row.get(POLICY.NEXT_RUN_AT),
        row.get(POLICY.LAST_RUN_AT),
        row.get(POLICY.FRESH_SINCE),
        row.get(POLICY.SWEPT_AT),
        row.get(POLICY.VERSION),
        row.get(POLICY.CREATED_BY),
        row.get(POLICY.CREATED_AT),
        row.get(POLICY.UPDATED_AT));
  }
}
