package io.holdfast.schema.history;

import static io.holdfast.schema.generated.Tables.REPOSITORY_SPACE;

import io.holdfast.schema.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** How much room there is where the repositories lie, as workers see it. */
public final class RepositorySpaces {

  /** Of many workers, one in so long writes what it sees. */
  private static final Duration SPARED = Duration.ofSeconds(50);

  private final DSLContext database;

  public RepositorySpaces(DSLContext database) {
    this.database = database;
  }

  /** A worker has looked. False: another one did a moment ago. */
  public boolean found(UUID repositoryId, @Nullable Long totalBytes, long freeBytes) {
    return database
            .insertInto(REPOSITORY_SPACE)
            .set(REPOSITORY_SPACE.REPOSITORY_ID, repositoryId)
            .set(REPOSITORY_SPACE.TOTAL_BYTES, totalBytes)
            .set(REPOSITORY_SPACE.FREE_BYTES, freeBytes)
            .onConflict(REPOSITORY_SPACE.REPOSITORY_ID)
            .doUpdate()
            .set(REPOSITORY_SPACE.TOTAL_BYTES, totalBytes)
            .set(REPOSITORY_SPACE.FREE_BYTES, freeBytes)
            .set(REPOSITORY_SPACE.FOUND_AT, Clock.now())
            .where(REPOSITORY_SPACE.FOUND_AT.lt(Clock.nowMinus(SPARED)))
            .execute()
        == 1;
  }

  /** Empty: nobody has looked yet. */
  public Optional<RepositorySpace> of(UUID repositoryId) {
    return database
        .select(
            REPOSITORY_SPACE.TOTAL_BYTES, REPOSITORY_SPACE.FREE_BYTES, REPOSITORY_SPACE.FOUND_AT)
        .from(REPOSITORY_SPACE)
        .where(REPOSITORY_SPACE.REPOSITORY_ID.eq(repositoryId))
        .fetchOptional(row -> new RepositorySpace(row.value1(), row.value2(), row.value3()));
  }
}
