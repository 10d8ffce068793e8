package io.holdfast.schema.policy;

import static io.holdfast.schema.generated.Tables.POLICY;
import static io.holdfast.schema.generated.Tables.VOLUME;
import static org.jooq.impl.DSL.lower;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.val;

import io.holdfast.schema.Covering;
import io.holdfast.schema.Slice;
import java.util.List;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/**
 * Which volumes are covered. Decided when it is asked, so that a volume which comes later is
 * covered without anybody doing anything.
 */
public final class CoveredVolumes {

  /** A volume that is covered. */
  public record Named(UUID id, String name, UUID projectId, String backend, long sizeBytes) {}

  private final DSLContext database;

  public CoveredVolumes(DSLContext database) {
    this.database = database;
  }

  /** What a policy of this project (null: of every one) would cover, by name. */
  public List<Named> list(@Nullable UUID projectId, Cover cover, Slice slice) {
    return database
        .select(VOLUME.ID, VOLUME.NAME, VOLUME.PROJECT_ID, VOLUME.BACKEND, VOLUME.SIZE_BYTES)
        .from(VOLUME)
        .where(by(projectId, cover))
        .orderBy(lower(VOLUME.NAME), VOLUME.ID)
        .offset(slice.offset())
        .limit(slice.limit())
        .fetch(
            row -> new Named(row.value1(), row.value2(), row.value3(), row.value4(), row.value5()));
  }

  public int count(@Nullable UUID projectId, Cover cover) {
    return database.fetchCount(VOLUME, by(projectId, cover));
  }

  /** A volume is covered by terms that may not be saved yet. */
  static Condition by(@Nullable UUID projectId, Cover cover) {
    Condition those =
        switch (cover.kind()) {
          case ALL -> noCondition();
          case MATCHING ->
              Covering.matches(
                  val(Covering.like(cover.namePattern()), SQLDataType.VARCHAR),
                  val(cover.backend(), SQLDataType.VARCHAR),
                  val(cover.metadata(), POLICY.METADATA.getDataType()));
          case LISTED -> VOLUME.ID.in(cover.volumes());
        };
    return VOLUME
        .DELETED_AT
        .isNull()
        .and(projectId == null ? noCondition() : VOLUME.PROJECT_ID.eq(projectId))
        .and(those);
  }
}
