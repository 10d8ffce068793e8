package io.holdfast.schema.audit;

import static io.holdfast.schema.generated.Tables.AUDIT;
import static io.holdfast.schema.generated.Tables.BACKUP;
import static io.holdfast.schema.generated.Tables.POLICY;
import static io.holdfast.schema.generated.Tables.PROJECT;
import static io.holdfast.schema.generated.Tables.REPOSITORY;
import static io.holdfast.schema.generated.Tables.VOLUME;
import static org.jooq.impl.DSL.choose;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.lower;
import static org.jooq.impl.DSL.nullif;
import static org.jooq.impl.DSL.select;

import io.holdfast.schema.Slice;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SelectJoinStep;
import org.jspecify.annotations.Nullable;

/** Adds to the audit, and reads it. */
public final class AuditLog {

  private static final Field<String> SUBJECT_NAME = subjectName().as("subject_name");

  private final DSLContext database;

  public AuditLog(DSLContext database) {
    this.database = database;
  }

  /**
   * Adds an entry, with the address that the request came from; within the caller's transaction
   * when the context is one's.
   */
  public void add(
      String actor,
      String action,
      String subjectKind,
      Object subjectId,
      @Nullable UUID projectId,
      Outcome outcome,
      Map<String, String> detail) {
    database
        .insertInto(AUDIT)
        .set(AUDIT.ACTOR, actor)
        .set(AUDIT.ACTION, action)
        .set(AUDIT.SUBJECT_KIND, subjectKind)
        .set(AUDIT.SUBJECT_ID, subjectId.toString())
        .set(AUDIT.PROJECT_ID, projectId)
        .set(AUDIT.OUTCOME, outcome)
        .set(AUDIT.DETAIL, withAddress(detail))
        .execute();
  }

  private static Map<String, String> withAddress(Map<String, String> detail) {
    return Origin.address()
        .<Map<String, String>>map(address -> {
          Map<String, String> all = new HashMap<>(detail);
          all.putIfAbsent("address", address);
          return all;
        })
        .orElse(detail);
  }

  /** Entries, the newest first. */
  public List<AuditEntry> list(AuditFilter filter, Slice slice) {
    return entries()
        .where(conditions(filter))
        .orderBy(AUDIT.AT.desc(), AUDIT.ID.desc())
        .offset(slice.offset())
        .limit(slice.limit())
        .fetch(AuditLog::entry);
  }

  public Optional<AuditEntry> find(long id) {
    return entries().where(AUDIT.ID.eq(id)).fetchOptional(AuditLog::entry);
  }

  private SelectJoinStep<Record> entries() {
    return database.select(AUDIT.fields()).select(SUBJECT_NAME).from(AUDIT);
  }

  /** Read for each entry that is shown, by primary key. */
  private static Field<String> subjectName() {
    Field<UUID> id = AUDIT.SUBJECT_ID.cast(UUID.class);
    return choose(AUDIT.SUBJECT_KIND)
        .when(
            "backup",
            field(
                select(
                        BACKUP.VOLUME_NAME.concat(
                            coalesce(
                                inline(" (").concat(nullif(BACKUP.NAME, "")).concat(inline(")")),
                                "")))
                    .from(BACKUP)
                    .where(BACKUP.ID.eq(id))))
        .when("volume", field(select(VOLUME.NAME).from(VOLUME).where(VOLUME.ID.eq(id))))
        .when("policy", field(select(POLICY.NAME).from(POLICY).where(POLICY.ID.eq(id))))
        .when("project", field(select(PROJECT.NAME).from(PROJECT).where(PROJECT.ID.eq(id))))
        .when(
            "repository",
            field(select(REPOSITORY.NAME).from(REPOSITORY).where(REPOSITORY.ID.eq(id))));
  }

  private static AuditEntry entry(Record row) {
    return new AuditEntry(
        row.get(AUDIT.ID),
        row.get(AUDIT.AT),
        row.get(AUDIT.ACTOR),
        row.get(AUDIT.ACTION),
        row.get(AUDIT.SUBJECT_KIND),
        row.get(AUDIT.SUBJECT_ID),
        row.get(SUBJECT_NAME),
        row.get(AUDIT.PROJECT_ID),
        row.get(AUDIT.OUTCOME),
        row.get(AUDIT.DETAIL));
  }

  public int count(AuditFilter filter) {
    return database.fetchCount(AUDIT, conditions(filter));
  }

  private static List<Condition> conditions(AuditFilter filter) {
    List<Condition> all = new ArrayList<>();
    if (filter.projectId() != null) {
      all.add(AUDIT.PROJECT_ID.eq(filter.projectId()));
    }
    if (filter.actor() != null) {
      all.add(AUDIT.ACTOR.eq(filter.actor()));
    }
    if (filter.action() != null) {
      all.add(AUDIT.ACTION.eq(filter.action()));
    }
    if (filter.subjectKind() != null) {
      all.add(AUDIT.SUBJECT_KIND.eq(filter.subjectKind()));
    }
    if (filter.subjectId() != null) {
      all.add(AUDIT.SUBJECT_ID.eq(filter.subjectId()));
    }
    if (filter.from() != null) {
      all.add(AUDIT.AT.ge(filter.from()));
    }
    if (filter.until() != null) {
      all.add(AUDIT.AT.lt(filter.until()));
    }
    if (filter.text() != null) {
      String text = filter.text().toLowerCase(java.util.Locale.ROOT);
      all.add(
          lower(AUDIT.ACTOR)
              .contains(text)
              .or(AUDIT.ACTION.contains(text))
              .or(AUDIT.SUBJECT_ID.contains(text)));
    }
    return all;
  }
}
