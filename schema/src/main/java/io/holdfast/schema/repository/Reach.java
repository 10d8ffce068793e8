package io.holdfast.schema.repository;

import static io.holdfast.schema.generated.Tables.NODE;
import static io.holdfast.schema.generated.Tables.REPOSITORY_OUT_OF_REACH;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.selectOne;

import io.holdfast.schema.Clock;
import io.holdfast.schema.node.NodeRole;
import io.holdfast.schema.node.NodeState;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;

/**
 * Which workers cannot work in which repositories, by their own word: because a file system is not
 * mounted there, or a passphrase file is missing. A word is good for a while; then the worker is
 * asked again.
 */
public final class Reach {

  /** How long a worker is spared tasks in a repository that it could not reach. */
  public static final Duration SPARED = Duration.ofMinutes(1);

  private final DSLContext database;

  public Reach(DSLContext database) {
    this.database = database;
  }

  /**
   * A worker has found that it cannot reach a repository.
   *
   * @return whether another worker is there that has not found the same
   */
  public boolean lost(UUID incarnation, UUID repositoryId, String reason) {
    database
        .insertInto(REPOSITORY_OUT_OF_REACH)
        .set(REPOSITORY_OUT_OF_REACH.INCARNATION, incarnation)
        .set(REPOSITORY_OUT_OF_REACH.REPOSITORY_ID, repositoryId)
        .set(REPOSITORY_OUT_OF_REACH.REASON, reason)
        .onConflict(REPOSITORY_OUT_OF_REACH.INCARNATION, REPOSITORY_OUT_OF_REACH.REPOSITORY_ID)
        .doUpdate()
        .set(REPOSITORY_OUT_OF_REACH.REASON, reason)
        .set(REPOSITORY_OUT_OF_REACH.FOUND_AT, Clock.now())
        .execute();
    return database.fetchExists(
        NODE,
        NODE.ROLE.eq(NodeRole.WORKER),
        NODE.STATE.eq(NodeState.UP),
        NODE.LEASE_UNTIL.ge(Clock.now()),
        NODE.ID.ne(incarnation),
        notExists(
            selectOne()
                .from(REPOSITORY_OUT_OF_REACH)
                .where(
                    REPOSITORY_OUT_OF_REACH.INCARNATION.eq(NODE.ID),
                    REPOSITORY_OUT_OF_REACH.REPOSITORY_ID.eq(repositoryId),
                    isFresh())));
  }

  /** The worker can reach the repository after all. False: it had not said otherwise. */
  public boolean regained(UUID incarnation, UUID repositoryId) {
    return database
            .deleteFrom(REPOSITORY_OUT_OF_REACH)
            .where(
                REPOSITORY_OUT_OF_REACH.INCARNATION.eq(incarnation),
                REPOSITORY_OUT_OF_REACH.REPOSITORY_ID.eq(repositoryId))
            .execute()
        == 1;
  }

  /** The repositories that somebody cannot reach, with the incarnations that cannot. */
  public Map<UUID, Set<UUID>> lost() {
    return database
        .select(REPOSITORY_OUT_OF_REACH.REPOSITORY_ID, REPOSITORY_OUT_OF_REACH.INCARNATION)
        .from(REPOSITORY_OUT_OF_REACH)
        .where(isFresh())
        .fetch()
        .stream()
        .collect(groupingBy(row -> row.value1(), mapping(row -> row.value2(), toSet())));
  }

  private static Condition isFresh() {
    return REPOSITORY_OUT_OF_REACH.FOUND_AT.ge(Clock.nowMinus(SPARED));
  }
}
