package io.holdfast.schema.identity;

import static io.holdfast.schema.generated.Tables.USER_ACCOUNT;
import static org.jooq.impl.DSL.lower;

import io.holdfast.schema.Clock;
import io.holdfast.schema.Rollback;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.SelectJoinStep;
import org.jspecify.annotations.Nullable;

/** Who may sign in. */
public final class Users {

  private final DSLContext database;

  public Users(DSLContext database) {
    this.database = database;
  }

  /** Adds a user. Empty: the name is taken, in whatever case. */
  public Optional<UUID> create(
      String name, String passwordHash, Role role, @Nullable UUID projectId) {
    return database
        .insertInto(USER_ACCOUNT)
        .set(USER_ACCOUNT.NAME, name)
        .set(USER_ACCOUNT.PASSWORD_HASH, passwordHash)
        .set(USER_ACCOUNT.ROLE, role)
        .set(USER_ACCOUNT.PROJECT_ID, projectId)
        .onConflictDoNothing()
        .returningResult(USER_ACCOUNT.ID)
        .fetchOptional(USER_ACCOUNT.ID);
  }

  /** Adds a user who signs in by a provider. Empty: the name or the subject is taken. */
  public Optional<UUID> createForeign(
      String name, String issuer, String subject, Role role, @Nullable UUID projectId) {
    return database
        .insertInto(USER_ACCOUNT)
        .set(USER_ACCOUNT.NAME, name)
        .set(USER_ACCOUNT.ISSUER, issuer)
        .set(USER_ACCOUNT.SUBJECT, subject)
        .set(USER_ACCOUNT.ROLE, role)
        .set(USER_ACCOUNT.PROJECT_ID, projectId)
        .onConflictDoNothing()
        .returningResult(USER_ACCOUNT.ID)
        .fetchOptional(USER_ACCOUNT.ID);
  }

  /**
   * Adds an administrator if there is no user at all: one of several consoles that start at once
   * does.
   */
  public Optional<UUID> createFirst(String name, String passwordHash) {
    return Rollback.transaction(
        database,
        here -> {
          here.execute("lock table user_account in exclusive mode");
          return here.fetchExists(USER_ACCOUNT)
              ? Optional.empty()
              : new Users(here).create(name, passwordHash, Role.ADMINISTRATOR, Projects.DEFAULT_ID);
        });
  }

  public Optional<User> find(UUID id) {
    return users().where(USER_ACCOUNT.ID.eq(id)).fetchOptional(Users::user);
  }

  /** The user of a name, in whatever case. */
  public Optional<User> named(String name) {
    return users()
        .where(lower(USER_ACCOUNT.NAME).eq(name.toLowerCase(Locale.ROOT)))
        .fetchOptional(Users::user);
  }

  /** The user whom a provider calls by a subject. */
  public Optional<User> foreign(String issuer, String subject) {
    return users()
        .where(USER_ACCOUNT.ISSUER.eq(issuer), USER_ACCOUNT.SUBJECT.eq(subject))
        .fetchOptional(Users::user);
  }

  /** All of them, by name. */
  public List<User> list() {
    return users().orderBy(lower(USER_ACCOUNT.NAME)).fetch(Users::user);
  }

  public boolean signedIn(UUID id) {
    return database
            .update(USER_ACCOUNT)
            .set(USER_ACCOUNT.SIGNED_IN_AT, Clock.now())
            .where(USER_ACCOUNT.ID.eq(id))
            .execute()
        == 1;
  }

  public boolean changePassword(UUID id, String passwordHash) {
    return database
            .update(USER_ACCOUNT)
            .set(USER_ACCOUNT.PASSWORD_HASH, passwordHash)
            .where(USER_ACCOUNT.ID.eq(id))
            .execute()
        == 1;
  }

  /** False: no such user, or nobody else would be left who may administer. */
  public boolean change(UUID id, Role role, @Nullable UUID projectId, boolean enabled) {
    return Rollback.transaction(
        database,
        here -> {
          here.execute("lock table user_account in exclusive mode");
          boolean staysAdministered =
              (role == Role.ADMINISTRATOR && enabled) || new Users(here).otherAdministrators(id);
          return staysAdministered
              && here.update(USER_ACCOUNT)
                      .set(USER_ACCOUNT.ROLE, role)
                      .set(USER_ACCOUNT.PROJECT_ID, projectId)
                      .set(USER_ACCOUNT.ENABLED, enabled)
                      .where(USER_ACCOUNT.ID.eq(id))
                      .execute()
                  == 1;
        });
  }

  /** False: no such user, or nobody else would be left who may administer. */
  public boolean delete(UUID id) {
    return Rollback.transaction(
        database,
        here -> {
          here.execute("lock table user_account in exclusive mode");
          return new Users(here).otherAdministrators(id)
              && here.deleteFrom(USER_ACCOUNT).where(USER_ACCOUNT.ID.eq(id)).execute() == 1;
        });
  }

  private boolean otherAdministrators(UUID id) {
    return database.fetchExists(
        USER_ACCOUNT,
        USER_ACCOUNT.ID.ne(id),
        USER_ACCOUNT.ROLE.eq(Role.ADMINISTRATOR),
        USER_ACCOUNT.ENABLED.isTrue());
  }

  private SelectJoinStep<Record> users() {
    return database.select(USER_ACCOUNT.fields()).from(USER_ACCOUNT);
  }

  static User user(Record row) {
    return new User(
        row.get(USER_ACCOUNT.ID),
        row.get(USER_ACCOUNT.NAME),
        row.get(USER_ACCOUNT.PASSWORD_HASH),
        row.get(USER_ACCOUNT.ROLE),
        row.get(USER_ACCOUNT.PROJECT_ID),
        row.get(USER_ACCOUNT.ENABLED),
        row.get(USER_ACCOUNT.CREATED_AT),
        row.get(USER_ACCOUNT.SIGNED_IN_AT),
        row.get(USER_ACCOUNT.ISSUER));
  }
}
