package io.holdfast.schema.identity;

import static io.holdfast.schema.generated.Tables.PROJECT;
import static io.holdfast.schema.generated.Tables.QUOTA;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.val;

import io.holdfast.schema.Rollback;
import io.holdfast.schema.Unique;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.SelectOnConditionStep;
import org.jooq.exception.IntegrityConstraintViolationException;
import org.jspecify.annotations.Nullable;

/** Projects and what each may hold. */
public final class Projects {

  /** Made by the migrations: what belongs to no other project. */
  public static final UUID DEFAULT_ID = UUID.fromString("00000000-0000-0000-0000-000000000001");

  private final DSLContext database;

  public Projects(DSLContext database) {
    this.database = database;
  }

  /** Adds a project without limits. Empty: the name is taken. */
  public Optional<UUID> create(String name, String description) {
    return Rollback.transaction(
        database,
        here -> {
          Optional<UUID> id =
              here.insertInto(PROJECT)
                  .set(PROJECT.NAME, name)
                  .set(PROJECT.DESCRIPTION, description)
                  .onConflict(PROJECT.NAME)
                  .doNothing()
                  .returningResult(PROJECT.ID)
                  .fetchOptional(PROJECT.ID);
          id.ifPresent(added -> here.insertInto(QUOTA).set(QUOTA.PROJECT_ID, added).execute());
          return id;
        });
  }

  /** All of them, by name. */
  public List<Project> list() {
    return database
        .select(PROJECT.ID, PROJECT.NAME, PROJECT.DESCRIPTION, PROJECT.CREATED_AT)
        .from(PROJECT)
        .orderBy(PROJECT.NAME)
        .fetch(row -> new Project(row.value1(), row.value2(), row.value3(), row.value4()));
  }

  public Optional<Project> find(UUID id) {
    return list().stream().filter(project -> project.id().equals(id)).findFirst();
  }

  public Optional<Project> named(String name) {
    return list().stream().filter(project -> project.name().equals(name)).findFirst();
  }

  /**
   * Changes what people call it; {@code null} leaves as it is.
   *
   * @return whether there is such a project; empty: another has the name
   */
  public Optional<Boolean> describe(UUID id, @Nullable String name, @Nullable String description) {
    return Unique.unlessTaken(
        "project_name_key",
        () ->
            database
                    .update(PROJECT)
                    .set(PROJECT.NAME, coalesce(val(name), PROJECT.NAME))
                    .set(PROJECT.DESCRIPTION, coalesce(val(description), PROJECT.DESCRIPTION))
                    .where(PROJECT.ID.eq(id))
                    .execute()
                == 1);
  }

  /**
   * Removes a project that nothing belongs to, nor ever did but people and policies. False: it is
   * unknown, or something belongs to it, be it deleted, or it is the one of all that belongs to no
   * other.
   */
  public boolean delete(UUID id) {
    try {
      return !id.equals(DEFAULT_ID)
          && database.deleteFrom(PROJECT).where(PROJECT.ID.eq(id)).execute() == 1;
    } catch (IntegrityConstraintViolationException e) {
      return false;
    }
  }

  public Optional<Quota> quota(UUID projectId) {
    return selectQuota().where(QUOTA.PROJECT_ID.eq(projectId)).fetchOptional(Projects::quota);
  }

  /** The quotas of all projects, by the projects' names. */
  public List<Quota> quotas() {
    return selectQuota().orderBy(PROJECT.NAME).fetch(Projects::quota);
  }

  /**
   * Sets both limits; {@code null} lifts one. False: the project is unknown, or holds more than
   * that already.
   */
  public boolean limit(UUID projectId, @Nullable Long backups, @Nullable Long backupBytes) {
    return database
            .update(QUOTA)
            .set(QUOTA.BACKUPS_LIMIT, backups)
            .set(QUOTA.BACKUP_BYTES_LIMIT, backupBytes)
            .where(
                QUOTA.PROJECT_ID.eq(projectId),
                QUOTA.BACKUPS_USED.le(backups == null ? Long.MAX_VALUE : backups),
                QUOTA.BACKUP_BYTES_USED.le(backupBytes == null ? Long.MAX_VALUE : backupBytes))
            .execute()
        == 1;
  }

  private SelectOnConditionStep<Record> selectQuota() {
    return database
        .select(QUOTA.fields())
        .select(PROJECT.NAME)
        .from(QUOTA)
        .join(PROJECT)
        .on(PROJECT.ID.eq(QUOTA.PROJECT_ID));
  }

  private static Quota quota(Record row) {
    return new Quota(
        row.get(QUOTA.PROJECT_ID),
        row.get(PROJECT.NAME),
        row.get(QUOTA.BACKUPS_LIMIT),
        row.get(QUOTA.BACKUPS_USED),
        row.get(QUOTA.BACKUP_BYTES_LIMIT),
        row.get(QUOTA.BACKUP_BYTES_USED));
  }
}
