package io.holdfast.schema;

import static io.holdfast.schema.generated.Tables.POLICY;
import static io.holdfast.schema.generated.Tables.POLICY_VOLUME;
import static io.holdfast.schema.generated.Tables.VOLUME;
import static org.jooq.impl.DSL.condition;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.lower;
import static org.jooq.impl.DSL.select;

import io.holdfast.schema.policy.CoverKind;
import java.util.Map;
import org.jooq.Condition;
import org.jooq.Field;

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
    Condition matching = matches(POLICY.NAME_PATTERN, POLICY.BACKEND, POLICY.METADATA);
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

  /** A volume has a name, a backend and metadata; what is null or empty does not matter. */
  public static Condition matches(
      Field<String> namePattern, Field<String> backend, Field<Map<String, String>> metadata) {
    // What means something to LIKE alone is taken for itself.
    Field<String> like =
        field(
            "translate(regexp_replace(lower({0}), '([%_\\\\])', '\\\\\\1', 'g'), '*?', '%_')",
            String.class, namePattern);
    return namePattern
        .isNull()
        .or(lower(VOLUME.NAME).like(like))
        .and(backend.isNull().or(backend.eq(VOLUME.BACKEND)))
        .and(condition("{0} @> {1}", VOLUME.METADATA, metadata));
  }
}
