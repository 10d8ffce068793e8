package io.holdfast.schema.node;

import static io.holdfast.schema.generated.Tables.NODE;
import static io.holdfast.schema.generated.Tables.TASK;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.selectCount;

import io.holdfast.schema.Clock;
import io.holdfast.schema.Slice;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SelectWhereStep;

/** Nodes as they stand. */
public final class NodeQueries {

  private static final Field<Integer> RUNNING_TASKS =
      field(selectCount().from(TASK).where(TASK.INCARNATION.eq(NODE.ID))).as("running_tasks");
  private static final Field<Boolean> LEASE_VALID =
      field(NODE.CLOSED_AT.isNull().and(NODE.LEASE_UNTIL.ge(Clock.now()))).as("lease_valid");

  private final DSLContext database;

  public NodeQueries(DSLContext database) {
    this.database = database;
  }

  /** Nodes of a role that are not closed, by host; one whose lease ran out may be among them. */
  public List<Node> live(NodeRole role) {
    return select()
        .where(NODE.ROLE.eq(role), NODE.CLOSED_AT.isNull())
        .orderBy(NODE.HOST)
        .fetch(NodeQueries::node);
  }

  /** The node of a role that is not closed on a host. */
  public Optional<Node> live(NodeRole role, String host) {
    return select()
        .where(NODE.ROLE.eq(role), NODE.HOST.eq(host), NODE.CLOSED_AT.isNull())
        .fetchOptional(NodeQueries::node);
  }

  /** Whether any of these incarnations holds its lease. */
  public boolean anyHoldsLease(Collection<UUID> incarnations) {
    return database.fetchExists(
        NODE, NODE.ID.in(incarnations), NODE.CLOSED_AT.isNull(), NODE.LEASE_UNTIL.ge(Clock.now()));
  }

  public Optional<Node> find(UUID incarnation) {
    return select().where(NODE.ID.eq(incarnation)).fetchOptional(NodeQueries::node);
  }

  /** Each host's newest incarnation of a role, closed ones too, by host. */
  public List<Node> newestPerHost(NodeRole role, Slice slice) {
    return database
        .select(NODE.fields())
        .select(RUNNING_TASKS, LEASE_VALID)
        .distinctOn(NODE.HOST)
        .from(NODE)
        .where(NODE.ROLE.eq(role))
        .orderBy(NODE.HOST, NODE.STARTED_AT.desc())
        .offset(slice.offset())
        .limit(slice.limit())
        .fetch(NodeQueries::node);
  }

  /**
   * Nodes of a role whose lease ran out at least {@code silence} ago and that nobody has closed:
   * candidates for fencing.
   */
  public List<Node> expired(NodeRole role, Duration silence) {
    return select()
        .where(
            NODE.ROLE.eq(role),
            NODE.CLOSED_AT.isNull(),
            NODE.LEASE_UNTIL.lt(Clock.nowMinus(silence)))
        .orderBy(NODE.LEASE_UNTIL)
        .fetch(NodeQueries::node);
  }

  private SelectWhereStep<Record> select() {
    return database.select(NODE.fields()).select(RUNNING_TASKS, LEASE_VALID).from(NODE);
  }

  private static Node node(Record row) {
    return new Node(
        row.get(NODE.ID),
        row.get(NODE.HOST),
        row.get(NODE.ROLE),
        row.get(NODE.STATE),
        row.get(NODE.SLOTS),
        row.get(RUNNING_TASKS),
        row.get(NODE.AVAILABILITY_ZONE),
        row.get(NODE.VERSION),
        row.get(NODE.ADDRESS),
        row.get(NODE.LEASE_UNTIL),
        row.get(LEASE_VALID),
        row.get(NODE.STARTED_AT),
        row.get(NODE.CLOSED_AT),
        row.get(NODE.CLOSED_REASON));
  }
}
