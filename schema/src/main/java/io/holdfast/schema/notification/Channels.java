package io.holdfast.schema.notification;

import static io.holdfast.schema.generated.Tables.NOTIFICATION_CHANNEL;

import io.holdfast.schema.Clock;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.Record;

/** The ways in which people are told; there is one of each kind. */
public final class Channels {

  private final DSLContext database;

  public Channels(DSLContext database) {
    this.database = database;
  }

  public List<Channel> list() {
    return database
        .select(NOTIFICATION_CHANNEL.fields())
        .from(NOTIFICATION_CHANNEL)
        .orderBy(NOTIFICATION_CHANNEL.KIND)
        .fetch(Channels::channel);
  }

  public Channel get(ChannelKind kind) {
    return database
        .select(NOTIFICATION_CHANNEL.fields())
        .from(NOTIFICATION_CHANNEL)
        .where(NOTIFICATION_CHANNEL.KIND.eq(kind))
        .fetchSingle(Channels::channel);
  }

  /** Sets all of a channel anew. */
  public void set(Channel channel) {
    database
        .update(NOTIFICATION_CHANNEL)
        .set(NOTIFICATION_CHANNEL.ENABLED, channel.enabled())
        .set(NOTIFICATION_CHANNEL.OPTIONS, channel.options())
        .set(NOTIFICATION_CHANNEL.SECRET, channel.secret())
        .set(NOTIFICATION_CHANNEL.UPDATED_AT, Clock.now())
        .where(NOTIFICATION_CHANNEL.KIND.eq(channel.kind()))
        .execute();
  }

  private static Channel channel(Record row) {
    return new Channel(
        row.get(NOTIFICATION_CHANNEL.KIND),
        row.get(NOTIFICATION_CHANNEL.ENABLED),
        row.get(NOTIFICATION_CHANNEL.OPTIONS),
        row.get(NOTIFICATION_CHANNEL.SECRET));
  }
}
