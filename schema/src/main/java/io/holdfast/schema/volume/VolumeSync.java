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

  // A row that was changed after the backend was asked knows better than the answer.
  private static final String ENTER =
      """
      insert into volume (id, project_id, name, size_bytes, backend, status)
      select seen.id, {1}, seen.name, seen.size_bytes, {0}, case when seen.in_use then 'in-use' else 'available' end
      from unnest({2}, {3}, {4}, {5}) as seen (id, name, size_bytes, in_use)
      order by seen.id
      on conflict (id) do update set
          size_bytes = excluded.size_bytes, status = excluded.status, error_reason = null, updated_at = clock_timestamp()
        where volume.backend = excluded.backend
          and (volume.status in ('available', 'in-use') or volume.status = 'error' and volume.error_reason = {7})
          and volume.updated_at < {6}
          and (volume.size_bytes, volume.status) is distinct from (excluded.size_bytes, excluded.status)
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
                    val(GONE))
                .execute()
            + transaction.dsl().query(MISS, val(backend), ids, asked, val(GONE)).execute());
  }
}
