package io.holdfast.schema;

import static io.holdfast.schema.generated.Tables.POLICY;
import static io.holdfast.schema.generated.Tables.POLICY_VOLUME;
import static io.holdfast.schema.generated.Tables.VOLUME;
import static org.jooq.impl.DSL.condition;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.lower;
import static org.jooq.impl.DSL.select;

import io.holdfast.schema.policy.CoverKind;
import java.util.Locale;
import java.util.Map;
import org.jooq.Condition;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;

/** That a policy covers a volume, as SQL: for the statements of this module alone. */
public final class Covering {

  private Covering() {}

  /** In a statement about a policy and a volume. */
  public static Condition byPolicy() {
    Condition listed =
        VOLUME.ID.in(
            select(POLICY_VOLUME.VOLUME_ID)
                .from(POLICY_VOLUME)
                .where(POLICY_VOLUME.POLICY_ID.eq(POLICY.ID)));
    Condition matching = matches(POLICY.NAME_LIKE, POLICY.BACKEND, POLICY.METADATA);
    return POLICY
        .PROJECT_ID
        .isNull()
        .or(POLICY.PROJECT_ID.eq(VOLUME.PROJECT_ID))
        .and(
            POLICY
                .COVERS
                .eq(inline(CoverKind.ALL))
                .or(POLICY.COVERS.eq(inline(CoverKind.MATCHING)).and(matching))
                .or(POLICY.COVERS.eq(inline(CoverKind.LISTED)).and(listed)));
  }

  /**
   * In a statement about a policy: that it covers all volumes of its project, or of all projects.
   */
  public static Condition everyVolume() {
    return POLICY.COVERS.eq(inline(CoverKind.ALL));
  }

  /** A volume has a name, a backend and metadata; what is null or empty does not matter. */
  public static Condition matches(
      Field<String> nameLike, Field<String> backend, Field<Map<String, String>> metadata) {
    return nameLike
        .isNull()
        .or(lower(VOLUME.NAME).like(nameLike))
        .and(backend.isNull().or(backend.eq(VOLUME.BACKEND)))
        .and(condition("{0} @> {1}", VOLUME.METADATA, metadata));
  }

  /** The pattern for LIKE, as the column {@code policy.name_like} has it. */
  public static @Nullable String like(@Nullable String namePattern) {
    return namePattern == null
        ? null
        : namePattern
            .toLowerCase(Locale.ROOT)
            // What means something to LIKE alone is taken for itself.
            .replaceAll("([%_\\\\])", "\\\\$1")
            .replace('*', '%')
            .replace('?', '_');
  }
}
