package io.holdfast.console.notification;

import io.holdfast.console.identity.Caller;
import io.holdfast.console.refusal.Input;
import io.holdfast.console.refusal.Refusal;
import io.holdfast.schema.SchemaDatabase;
import io.holdfast.schema.Slice;
import io.holdfast.schema.audit.AuditLog;
import io.holdfast.schema.audit.Outcome;
import io.holdfast.schema.notification.Channel;
import io.holdfast.schema.notification.ChannelKind;
import io.holdfast.schema.notification.Channels;
import io.holdfast.schema.notification.Notification;
import io.holdfast.schema.notification.Notifications;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Where people are told, and what they were told: for administrators. */
@Service
public class NotificationsService {

  /** Who has these gets the password. */
  private static final Set<String> WHERE_PASSWORDS_GO = Set.of("host", "port", "security");

  private final DSLContext database;
  private final Channels channels;
  private final Notifications notifications;
  private final Couriers couriers = new Couriers();
  private final Pace pace;

  NotificationsService(DSLContext database, Pace pace) {
    this.database = database;
    this.channels = new Channels(database);
    this.notifications = new Notifications(database);
    this.pace = pace;
  }

  public List<ChannelView> channels(Caller caller) {
    caller.mustAdminister();
    return channels.list().stream().map(ChannelView::of).toList();
  }

  public ChannelView channel(Caller caller, ChannelKind kind) {
    caller.mustAdminister();
    return ChannelView.of(channels.get(kind));
  }

  /**
   * Sets a channel.
   *
   * @param options all of them, as in {@link ChannelView}
   * @param secret {@code null}: it stays as it is; empty: there is none any more
   */
  public ChannelView change(
      Caller caller,
      ChannelKind kind,
      boolean enabled,
      Map<String, @Nullable String> options,
      @Nullable String secret) {
    caller.mustAdminister();
    Map<String, String> wanted = ChannelInput.options(kind, options);
    Channel before = channels.get(kind);
    String wantedSecret = secret == null ? before.secret() : secret.isEmpty() ? null : secret;
    if (secret == null) {
      mustStayWhereItGoes(before, wanted);
    } else {
      Input.optionalName(secret, "secret");
    }
    if (kind == ChannelKind.MAIL
        && !wanted.getOrDefault("user", "").isEmpty()
        && wantedSecret == null) {
      throw Refusal.invalid(
          "password-missing",
          "The mail server's user '%s' has no password.".formatted(wanted.get("user")),
          "Give the password, or leave the user out.");
    }
    channels.set(new Channel(kind, enabled, wanted, wantedSecret));
    audit(caller, "notification.change", kind, Outcome.ACCEPTED, "enabled", "" + enabled);
    return channel(caller, kind);
  }

  /** A kept password must not be had by naming another server. */
  private static void mustStayWhereItGoes(Channel before, Map<String, String> wanted) {
    boolean same =
        WHERE_PASSWORDS_GO.stream()
            .allMatch(name -> before.option(name).equals(wanted.getOrDefault(name, "")));
    if (before.kind() == ChannelKind.MAIL && before.secret() != null && !same) {
      throw Refusal.invalid(
          "password-missing",
          "The mail server is another one now, or is reached in another way.",
          "Type its password again; the one that is kept goes only where it went.");
    }
  }

  /**
   * Sends a message by a channel as it is set, whether it is switched on or not.
   *
   * @return who took it, as a sentence
   */
  public String test(Caller caller, ChannelKind kind) {
    caller.mustAdminister();
    Channel channel = channels.get(kind);
    if (channel.options().isEmpty()) {
      throw Refusal.conflict(
          "channel-not-set",
          "Nothing says yet where the channel %s leads.".formatted(kind.value()),
          "Set it first.");
    }
    Message message = Message.test(SchemaDatabase.now(database));
    try {
      String said = couriers.deliver(channel, message, pace.deadline());
      audit(caller, "notification.test", kind, Outcome.SUCCEEDED, "message", said);
      return said;
    } catch (UndeliveredException e) {
      audit(caller, "notification.test", kind, Outcome.FAILED, "message", e.reason());
      throw Refusal.unavailable(
          "test-not-taken", e.reason(), "Mend that or change the settings, then test again.");
    }
  }

  /** Messages, the newest first. */
  public List<Notification> list(Caller caller, Slice slice) {
    caller.mustAdminister();
    return notifications.list(slice);
  }

  /** Tries a message anew that was given up. */
  public void tryAgain(Caller caller, UUID id) {
    caller.mustAdminister();
    if (!notifications.tryAgain(id)) {
      throw Refusal.conflict(
          "message-not-given-up",
          "The message '%s' is not one that was given up.".formatted(id),
          "Look at the list: it is tried by itself, or was sent.");
    }
  }

  private void audit(
      Caller caller, String action, ChannelKind kind, Outcome outcome, String key, String value) {
    new AuditLog(database)
        .add(caller.name(), action, "channel", kind.value(), null, outcome, Map.of(key, value));
  }
}
