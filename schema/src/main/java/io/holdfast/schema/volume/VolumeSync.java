package io.holdfast.schema.volume;

import static org.jooq.impl.DSL.val;

import io.holdfast.schema.SchemaDatabase;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.Field;

/**
 * Brings rows into line with what a backend really holds. Volumes that are being worked on are left
 * alone: their tasks will find out. Two consoles may do it at once.
 */
public final class VolumeSync {

  private static final String GONE = "The backend no longer has it.";

  /** Begins the reason of an error that the backend reported, and that ends when it does not. */
  private static final String SAYS = "The backend says: ";

  // A row that was changed after the backend was asked knows better than the answer. What cannot be
  // used may have no size; a row must.
  private static final String ENTER =
      """
      insert into volume (id, project_id, name, size_bytes, backend, status, error_reason)
      select seen.id, {1}, seen.name, greatest(seen.size_bytes, 1), {0},
        case when seen.problem is not null then 'error' when seen.in_use then 'in-use' else 'available' end,
        {9} || seen.problem
      from unnest({2}, {3}, {4}, {5}, {8}) as seen (id, name, size_bytes, in_use, problem)
      order by seen.id
      on conflict (id) do update set
          size_bytes = case when excluded.status = 'error' then volume.size_bytes else excluded.size_bytes end,
          status = excluded.status, error_reason = excluded.error_reason, updated_at = clock_timestamp()
        where volume.backend = excluded.backend
          and (volume.status in ('available', 'in-use')
            or volume.status = 'error' and (volume.error_reason = {7} or starts_with(volume.error_reason, {9})))
          and volume.updated_at < {6}
          and ((volume.status, volume.error_reason) is distinct from (excluded.status, excluded.error_reason)
            or excluded.status <> 'error' and volume.size_bytes <> excluded.size_bytes)
      """;

  private static final String MISS =
      """
      update volume set status = 'error', error_reason = {3}, updated_at = clock_timestamp()
      where backend = {0} and status in ('available', 'in-use') and id <> all ({1}) and updated_at < {2}
      """;

  private final DSLContext database;

  public VolumeSync(DSLContext database) {
    this.database = database;
  }

  /** To be noted before the backend is asked what it holds. */
  public Instant now() {
    return SchemaDatabase.now(database);
  }

  /**
   * Enters what is new as available or in-use, follows sizes and use, and marks as error what the
   * backend no longer has.
   *
   * @param projectId where new volumes go
   * @param askedAt {@link #now} before the backend was asked
   * @return how many rows have changed
   */
  public int apply(String backend, UUID projectId, List<SeenVolume> seen, Instant askedAt) {
    Field<UUID[]> ids = val(seen.stream().map(SeenVolume::id).toArray(UUID[]::new));
    Field<Instant> asked = val(askedAt);
    return database.transactionResult(transaction ->
        transaction
                .dsl()
                .query(
                    ENTER,
                    val(backend),
                    val(projectId),
                    ids,
                    val(seen.stream().map(SeenVolume::name).toArray(String[]::new)),
                    val(seen.stream().map(SeenVolume::sizeBytes).toArray(Long[]::new)),
                    val(seen.stream().map(SeenVolume::inUse).toArray(Boolean[]::new)),
                    asked,
                    val(GONE),
                    val(seen.stream().map(SeenVolume::problem).toArray(String[]::new)),
                    val(SAYS))
                .execute()
            + transaction.dsl().query(MISS, val(backend), ids, asked, val(GONE)).execute());
  }
}
