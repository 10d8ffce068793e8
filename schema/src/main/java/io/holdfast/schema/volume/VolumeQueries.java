package io.holdfast.schema.volume;

import static io.holdfast.schema.generated.Tables.POLICY;
import static io.holdfast.schema.generated.Tables.PROJECT;
import static io.holdfast.schema.generated.Tables.VOLUME;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.lower;
import static org.jooq.impl.DSL.selectOne;

import io.holdfast.schema.Covering;
import io.holdfast.schema.IdPrefix;
import io.holdfast.schema.Order;
import io.holdfast.schema.Slice;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.OrderField;
import org.jooq.Record;
import org.jooq.Record1;
import org.jooq.Record2;
import org.jooq.Select;
import org.jooq.SelectOnConditionStep;
import org.jooq.impl.DSL;

/** Volumes as they stand. */
public final class VolumeQueries {

  private final DSLContext database;

  public VolumeQueries(DSLContext database) {
    this.database = database;
  }

  public List<Volume> list(VolumeFilter filter, Order<VolumeSort> order, Slice slice) {
    if (order.by() == VolumeSort.PROTECTION) {
      return listByProtection(filter, order, slice);
    }
    return select()
        .where(conditions(filter))
        .orderBy(orderFields(order))
        .offset(slice.offset())
        .limit(slice.limit())
        .fetch(VolumeQueries::volume);
  }

  /**
   * No index has this order, so those of each protection are asked for one after the other, which
   * ends with the page. The database appends them in this order; to do so in parallel is no choice
   * for it, since the rule asks each volume's own policies.
   */
  private List<Volume> listByProtection(VolumeFilter filter, Order<VolumeSort> order, Slice slice) {
    List<Protection> wanted = new ArrayList<>(List.of(Protection.values()));
    if (!filter.protections().isEmpty()) {
      wanted.retainAll(filter.protections());
    }
    if (order.descending()) {
      Collections.reverse(wanted);
    }
    Order<VolumeSort> byName = new Order<>(VolumeSort.NAME, order.descending());
    var ids =
        wanted.stream()
            .map(protection ->
                DSL.select(VOLUME.ID)
                    .from(ProtectionRule.VOLUMES)
                    .where(conditions(filter.withProtection()))
                    .and(ProtectionRule.is(protection))
                    .orderBy(orderFields(byName))
                    .limit(slice.offset() + slice.limit()))
            .map(each -> (Select<Record1<UUID>>) each)
            .reduce(Select::unionAll)
            .orElseThrow()
            .asTable("ids");
    return select()
        .where(
            VOLUME.ID.in(
                DSL.select(ids.field(VOLUME.ID))
                    .from(ids)
                    .offset(slice.offset())
                    .limit(slice.limit())))
        .orderBy(orderFields(order))
        .fetch(VolumeQueries::volume);
  }

  public int count(VolumeFilter filter) {
    return database.fetchCount(ProtectionRule.VOLUMES, conditions(filter));
  }

  /** The volume of an id, unless it is deleted. */
  public Optional<Volume> find(UUID id) {
    return select()
        .where(VOLUME.ID.eq(id), VOLUME.DELETED_AT.isNull())
        .fetchOptional(VolumeQueries::volume);
  }

  /** How many volumes a filter finds of each protection; of what none has, there is no entry. */
  public Map<Protection, Integer> protections(VolumeFilter filter) {
    Field<Protection> protection = ProtectionRule.PROTECTION.as("protection");
    var each =
        database
            .select(protection)
            .from(ProtectionRule.VOLUMES)
            .where(conditions(filter))
            .asTable("each");
    return database
        .select(each.field(protection), DSL.count())
        .from(each)
        .groupBy(each.field(protection))
        .fetchMap(Record2::value1, Record2::value2);
  }

  private SelectOnConditionStep<Record> select() {
    return database
        .select(VOLUME.fields())
        .select(PROJECT.NAME, ProtectionRule.PROTECTION, ProtectionRule.NEXT_RUN_AT)
        .from(ProtectionRule.VOLUMES)
        .join(PROJECT)
        .on(PROJECT.ID.eq(VOLUME.PROJECT_ID));
  }

  private static List<Condition> conditions(VolumeFilter filter) {
    List<Condition> all = new ArrayList<>();
    all.add(VOLUME.DELETED_AT.isNull());
    if (filter.projectId() != null) {
      all.add(VOLUME.PROJECT_ID.eq(filter.projectId()));
    }
    if (!filter.statuses().isEmpty()) {
      all.add(VOLUME.STATUS.in(filter.statuses()));
    }
    if (filter.backend() != null) {
      all.add(VOLUME.BACKEND.eq(filter.backend()));
    }
    if (filter.name() != null) {
      all.add(lower(VOLUME.NAME).eq(filter.name().toLowerCase(Locale.ROOT)));
    }
    if (filter.text() != null) {
      String text = filter.text().toLowerCase(Locale.ROOT);
      all.add(lower(VOLUME.NAME).contains(text).or(IdPrefix.of(VOLUME.ID, text)));
    }
    if (filter.policyId() != null) {
      all.add(
          exists(
              selectOne()
                  .from(POLICY)
                  .where(POLICY.ID.eq(filter.policyId()), Covering.byPolicy())));
    }
    if (filter.minSizeBytes() > 0) {
      all.add(VOLUME.SIZE_BYTES.ge(filter.minSizeBytes()));
    }
    if (!filter.protections().isEmpty()) {
      all.add(ProtectionRule.PROTECTION.in(filter.protections()));
    }
    return all;
  }

  private static List<OrderField<?>> orderFields(Order<VolumeSort> order) {
    Field<?> by =
        switch (order.by()) {
          case CREATED -> VOLUME.CREATED_AT;
          case NAME -> lower(VOLUME.NAME);
          case SIZE -> VOLUME.SIZE_BYTES;
          case STATUS -> VOLUME.STATUS;
          case BACKEND -> VOLUME.BACKEND;
          case LAST_BACKUP -> VOLUME.LAST_BACKUP_AT;
          case PROTECTION -> ProtectionRule.SEVERITY;
        };
    if (order.by() == VolumeSort.PROTECTION) {
      Field<String> name = lower(VOLUME.NAME);
      return order.descending()
          ? List.of(by.desc(), name.desc(), VOLUME.ID.desc())
          : List.of(by.asc(), name.asc(), VOLUME.ID.asc());
    }
    return order.descending()
        ? List.of(
            order.by() == VolumeSort.LAST_BACKUP ? by.desc().nullsLast() : by.desc(),
            VOLUME.ID.desc())
        : List.of(
            order.by() == VolumeSort.LAST_BACKUP ? by.asc().nullsFirst() : by.asc(),
            VOLUME.ID.asc());
  }

  private static Volume volume(Record row) {
    return new Volume(
        row.get(VOLUME.ID),
        row.get(VOLUME.PROJECT_ID),
        row.get(PROJECT.NAME),
        row.get(VOLUME.NAME),
        row.get(VOLUME.DESCRIPTION),
        row.get(VOLUME.SIZE_BYTES),
        row.get(VOLUME.BACKEND),
        row.get(VOLUME.STATUS),
        row.get(VOLUME.PREVIOUS_STATUS),
        row.get(VOLUME.ERROR_REASON),
        row.get(VOLUME.METADATA),
        row.get(VOLUME.LAST_BACKUP_AT),
        row.get(VOLUME.LAST_INTACT_BACKUP_AT),
        row.get(VOLUME.CREATED_AT),
        row.get(VOLUME.UPDATED_AT),
        row.get(VOLUME.DELETED_AT),
        row.get(ProtectionRule.PROTECTION),
        row.get(ProtectionRule.NEXT_RUN_AT));
  }
}
