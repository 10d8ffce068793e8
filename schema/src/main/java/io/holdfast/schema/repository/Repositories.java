package io.holdfast.schema.repository;

import static io.holdfast.schema.generated.Tables.BACKUP;
import static io.holdfast.schema.generated.Tables.PACK;
import static io.holdfast.schema.generated.Tables.POLICY;
import static io.holdfast.schema.generated.Tables.REPOSITORY;
import static io.holdfast.schema.generated.Tables.TASK;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.sum;
import static org.jooq.impl.DSL.val;

import io.holdfast.schema.Clock;
import io.holdfast.schema.Rollback;
import io.holdfast.schema.backup.BackupSums;
import io.holdfast.schema.backup.BackupSums.Sum;
import io.holdfast.schema.task.TaskState;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Repositories: entered by administrators, found ready or not by whoever opens them. */
public final class Repositories {

  private final DSLContext database;

  public Repositories(DSLContext database) {
    this.database = database;
  }

  /** Adds a repository, new; the first one becomes the default. Empty: the name is taken. */
  public Optional<UUID> create(NewRepository repository) {
    return Rollback.transaction(
        database,
        here -> {
          here.execute("lock table repository in share row exclusive mode");
          return here.insertInto(REPOSITORY)
              .set(REPOSITORY.NAME, repository.name())
              .set(REPOSITORY.DRIVER, repository.driver())
              .set(REPOSITORY.LOCATION, repository.location())
              .set(REPOSITORY.OPTIONS, repository.options())
              .set(REPOSITORY.ENCRYPTED, repository.encrypted())
              .set(REPOSITORY.PASSPHRASE, repository.passphrase())
              .set(REPOSITORY.IS_DEFAULT, !here.fetchExists(REPOSITORY))
              .onConflict(REPOSITORY.NAME)
              .doNothing()
              .returningResult(REPOSITORY.ID)
              .fetchOptional(REPOSITORY.ID);
        });
  }

  /**
   * It was opened. False: it is unknown, or was opened before with another chunk size: then this is
   * not the same repository, and must not be used.
   */
  public boolean ready(UUID id, int chunkSizeBytes) {
    return database
            .update(REPOSITORY)
            .set(REPOSITORY.STATE, RepositoryState.READY)
            .setNull(REPOSITORY.MESSAGE)
            .set(REPOSITORY.CHUNK_SIZE_BYTES, chunkSizeBytes)
            .set(REPOSITORY.UPDATED_AT, Clock.now())
            .where(
                REPOSITORY.ID.eq(id),
                coalesce(REPOSITORY.CHUNK_SIZE_BYTES, val(chunkSizeBytes)).eq(chunkSizeBytes))
            .execute()
        == 1;
  }

  /**
   * Takes over what lies there from a database that is lost. False: the row is unknown, was in use
   * already with something else, or another row has that repository.
   */
  public boolean takeOver(UUID id, UUID storageId) {
    return Rollback.transaction(
        database,
        here -> {
          here.execute("lock table repository in share row exclusive mode");
          return here.update(REPOSITORY)
                  .set(REPOSITORY.STORAGE_ID, storageId)
                  .set(REPOSITORY.UPDATED_AT, Clock.now())
                  .where(
                      REPOSITORY.ID.eq(id),
                      REPOSITORY.CHUNK_SIZE_BYTES.isNull(),
                      notExists(
                          selectOne()
                              .from(REPOSITORY.as("other"))
                              .where(
                                  DSL.field("other.id", UUID.class)
                                      .eq(storageId)
                                      .or(
                                          DSL.field("other.storage_id", UUID.class)
                                              .eq(storageId)))))
                  .execute()
              == 1;
        });
  }

  /** It could not be opened or worked in. False: it is unknown. */
  public boolean unavailable(UUID id, String message) {
    return database
            .update(REPOSITORY)
            .set(REPOSITORY.STATE, RepositoryState.UNAVAILABLE)
            .set(REPOSITORY.MESSAGE, message)
            .set(REPOSITORY.UPDATED_AT, Clock.now())
            .where(REPOSITORY.ID.eq(id))
            .execute()
        == 1;
  }

  /** Makes it the one that backups go to when none is named. False: it is unknown. */
  public boolean makeDefault(UUID id) {
    return Rollback.transaction(
        database,
        here -> {
          here.execute("lock table repository in share row exclusive mode");
          here.update(REPOSITORY)
              .set(REPOSITORY.IS_DEFAULT, false)
              .where(REPOSITORY.IS_DEFAULT.isTrue(), REPOSITORY.ID.ne(id))
              .execute();
          boolean known =
              here.update(REPOSITORY)
                      .set(REPOSITORY.IS_DEFAULT, true)
                      .where(REPOSITORY.ID.eq(id))
                      .execute()
                  == 1;
          if (!known) {
            throw new Rollback(false);
          }
          return true;
        });
  }

  /**
   * Limits how many tasks may work in it at once; {@code null} lifts the limit. False: it is
   * unknown.
   */
  public boolean limit(UUID id, @Nullable Integer maxRunningTasks) {
    return database
            .update(REPOSITORY)
            .set(REPOSITORY.MAX_RUNNING_TASKS, maxRunningTasks)
            .set(REPOSITORY.UPDATED_AT, Clock.now())
            .where(REPOSITORY.ID.eq(id))
            .execute()
        == 1;
  }

  /**
   * Forgets a repository that never held a backup, with the ended tasks that only tried it out.
   * False: it is unknown, or something was done with it, or is.
   */
  public boolean remove(UUID id) {
    return Rollback.transaction(
        database,
        here -> {
          here.deleteFrom(TASK)
              .where(
                  TASK.REPOSITORY_ID.eq(id),
                  TASK.BACKUP_ID.isNull(),
                  TASK.STATE.in(TaskState.SUCCEEDED, TaskState.FAILED, TaskState.CANCELLED))
              .execute();
          boolean removed =
              here.deleteFrom(REPOSITORY)
                      .where(
                          REPOSITORY.ID.eq(id),
                          notExists(
                              selectOne()
                                  .from(BACKUP)
                                  .where(BACKUP.REPOSITORY_ID.eq(REPOSITORY.ID))),
                          notExists(
                              selectOne().from(TASK).where(TASK.REPOSITORY_ID.eq(REPOSITORY.ID))),
                          notExists(
                              selectOne()
                                  .from(POLICY)
                                  .where(POLICY.REPOSITORY_ID.eq(REPOSITORY.ID))),
                          notExists(
                              selectOne()
                                  .from(PACK)
                                  .where(PACK.REPOSITORY_NUMBER.eq(REPOSITORY.NUMBER))))
                      .execute()
                  == 1;
          if (!removed) {
            throw new Rollback(false);
          }
          return true;
        });
  }

  /** All of them, by name. */
  public List<Repository> list() {
    return database
        .select(REPOSITORY.fields())
        .from(REPOSITORY)
        .orderBy(REPOSITORY.NAME)
        .fetch(Repositories::repository);
  }

  public Optional<Repository> find(UUID id) {
    return list().stream().filter(repository -> repository.id().equals(id)).findFirst();
  }

  public Optional<Repository> named(String name) {
    return list().stream().filter(repository -> repository.name().equals(name)).findFirst();
  }

  /** The one that backups go to when none is named. */
  public Optional<Repository> byDefault() {
    return list().stream().filter(Repository::isDefault).findFirst();
  }

  /** What lies in it, by the index; reads each pack's row. */
  public RepositoryUsage usage(UUID id) {
    var packs =
        database
            .select(count(), coalesce(sum(PACK.SIZE_BYTES).cast(Long.class), 0L))
            .from(PACK)
            .where(
                PACK.REPOSITORY_NUMBER.eq(
                    select(REPOSITORY.NUMBER).from(REPOSITORY).where(REPOSITORY.ID.eq(id))),
                PACK.STATE.ne(PackState.GONE))
            .fetchSingle();
    Sum backups = new BackupSums(database).ofRepository(id);
    return new RepositoryUsage(
        packs.value1(), packs.value2(), backups.backups(), backups.sizeBytes());
  }

  private static Repository repository(Record row) {
    return new Repository(
        row.get(REPOSITORY.NUMBER),
        row.get(REPOSITORY.ID),
        row.get(REPOSITORY.STORAGE_ID),
        row.get(REPOSITORY.NAME),
        row.get(REPOSITORY.DRIVER),
        row.get(REPOSITORY.LOCATION),
        row.get(REPOSITORY.OPTIONS),
        row.get(REPOSITORY.ENCRYPTED),
        row.get(REPOSITORY.PASSPHRASE),
        row.get(REPOSITORY.STATE),
        row.get(REPOSITORY.MESSAGE),
        row.get(REPOSITORY.CHUNK_SIZE_BYTES),
        row.get(REPOSITORY.MAX_RUNNING_TASKS),
        row.get(REPOSITORY.IS_DEFAULT),
        row.get(REPOSITORY.VERIFIED_AT),
        row.get(REPOSITORY.CREATED_AT),
        row.get(REPOSITORY.UPDATED_AT));
  }
}
