package io.holdfast.schema.identity;

import static io.holdfast.schema.generated.Tables.API_TOKEN;
import static io.holdfast.schema.generated.Tables.USER_ACCOUNT;

import io.holdfast.schema.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** Tokens that programs show instead of a password; known here by their hashes alone. */
public final class Tokens {

  private static final Condition VALID =
      API_TOKEN
          .REVOKED_AT
          .isNull()
          .and(API_TOKEN.EXPIRES_AT.isNull().or(API_TOKEN.EXPIRES_AT.gt(Clock.now())));

  private final DSLContext database;

  public Tokens(DSLContext database) {
    this.database = database;
  }

  /** Adds a token. Empty: the user has one of that name. */
  public Optional<UUID> create(
      UUID userId, String name, byte[] tokenHash, @Nullable Instant expiresAt) {
    return database
        .insertInto(API_TOKEN)
        .set(API_TOKEN.USER_ID, userId)
        .set(API_TOKEN.NAME, name)
        .set(API_TOKEN.TOKEN_HASH, tokenHash)
        .set(API_TOKEN.EXPIRES_AT, expiresAt)
        .onConflictDoNothing()
        .returningResult(API_TOKEN.ID)
        .fetchOptional(API_TOKEN.ID);
  }

  /**
   * The enabled user whose valid token has this hash; notes that it was used, at most once a
   * minute.
   */
  public Optional<User> user(byte[] tokenHash) {
    database
        .update(API_TOKEN)
        .set(API_TOKEN.USED_AT, Clock.now())
        .where(
            API_TOKEN.TOKEN_HASH.eq(tokenHash),
            VALID,
            API_TOKEN
                .USED_AT
                .isNull()
                .or(API_TOKEN.USED_AT.lt(Clock.nowMinus(Duration.ofMinutes(1)))))
        .execute();
    return database
        .select(USER_ACCOUNT.fields())
        .from(USER_ACCOUNT)
        .join(API_TOKEN)
        .on(API_TOKEN.USER_ID.eq(USER_ACCOUNT.ID))
        .where(API_TOKEN.TOKEN_HASH.eq(tokenHash), VALID, USER_ACCOUNT.ENABLED.isTrue())
        .fetchOptional(Users::user);
  }

  /** A user's tokens that are not revoked, the newest first. */
  public List<Token> ofUser(UUID userId) {
    return database
        .select(
            API_TOKEN.ID,
            API_TOKEN.USER_ID,
            API_TOKEN.NAME,
            API_TOKEN.CREATED_AT,
            API_TOKEN.EXPIRES_AT,
            API_TOKEN.USED_AT)
        .from(API_TOKEN)
        .where(API_TOKEN.USER_ID.eq(userId), API_TOKEN.REVOKED_AT.isNull())
        .orderBy(API_TOKEN.CREATED_AT.desc(), API_TOKEN.ID.desc())
        .fetch(row ->
            new Token(
                row.value1(),
                row.value2(),
                row.value3(),
                row.value4(),
                row.value5(),
                row.value6()));
  }

  /** False: the user has no such token, or it is revoked. */
  public boolean revoke(UUID userId, UUID tokenId) {
    return database
            .update(API_TOKEN)
            .set(API_TOKEN.REVOKED_AT, Clock.now())
            .where(
                API_TOKEN.ID.eq(tokenId),
                API_TOKEN.USER_ID.eq(userId),
                API_TOKEN.REVOKED_AT.isNull())
            .execute()
        == 1;
  }
}
