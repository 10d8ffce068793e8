package io.holdfast.schema;

import static org.jooq.impl.DSL.falseCondition;

import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jooq.Condition;
import org.jooq.Field;

/** Looks for ids by how they begin, as people copy them; reads an index, not every id. */
public final class IdPrefix {

  private static final String FIRST = "00000000-0000-0000-0000-000000000000";
  private static final String LAST = "ffffffff-ffff-ffff-ffff-ffffffffffff";
  private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  private IdPrefix() {}

  /** Whether an id begins with a text; that no id begins so is no mistake. */
  public static Condition of(Field<UUID> id, String text) {
    String start = text.toLowerCase(Locale.ROOT);
    if (start.length() > FIRST.length()) {
      return falseCondition();
    }
    String from = start + FIRST.substring(start.length());
    return ID.matcher(from).matches()
        ? id.between(UUID.fromString(from), UUID.fromString(start + LAST.substring(start.length())))
        : falseCondition();
  }
}
