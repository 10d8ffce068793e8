package io.holdfast.console.notification;

import io.holdfast.schema.SchemaDatabase;
import io.holdfast.schema.notification.Channel;
import io.holdfast.schema.notification.Channels;
import io.holdfast.schema.notification.Notification;
import io.holdfast.schema.notification.Notifications;
import io.holdfast.schema.notification.Troubles;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jooq.DSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gathers troubles into messages and sends those that are due. Any number may do so on one
 * database: a message is taken by one. Only when its taker dies after the other side took the
 * message and before that is written down is it sent twice, with the same id.
 */
final class Messenger {

  private static final Logger log = LoggerFactory.getLogger(Messenger.class);
  private static final int AT_ONCE = 8;
  private static final int SHOWN_TROUBLES = 100;

  private final DSLContext database;
  private final Pace pace;
  private final Couriers couriers;
  private final Troubles troubles;
  private final Notifications notifications;
  private final Channels channels;

  Messenger(DSLContext database, Pace pace, Couriers couriers) {
    this.database = database;
    this.pace = pace;
    this.couriers = couriers;
    this.troubles = new Troubles(database);
    this.notifications = new Notifications(database);
    this.channels = new Channels(database);
  }

  /** One round; ends when all that was due has been tried. */
  void round() {
    troubles.gather(pace.gather());
    List<Notification> taken = takeDue();
    if (taken.isEmpty()) {
      return;
    }
    // One that hangs holds up no other.
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      taken.forEach(each -> threads.execute(() -> send(each)));
    }
  }

  private List<Notification> takeDue() {
    List<Notification> taken = new ArrayList<>();
    Optional<Notification> next = notifications.take(pace.hold());
    while (next.isPresent()) {
      taken.add(next.get());
      next = taken.size() < AT_ONCE ? notifications.take(pace.hold()) : Optional.empty();
    }
    return taken;
  }

  private void send(Notification taken) {
    try {
      Channel channel = channels.get(taken.channel());
      if (!channel.enabled()) {
        notifications.giveUp(taken, "The channel was switched off before it was sent.");
        return;
      }
      couriers.deliver(channel, message(taken), pace.deadline());
      notifications.sent(taken);
      log.info(
          "Sent a notification id={} channel={} tries={}",
          taken.id(),
          taken.channel().value(),
          taken.tries());
    } catch (UndeliveredException e) {
      undelivered(taken, e.reason());
    } catch (RuntimeException e) {
      // Whoever finds it due again tries it anew.
      log.error("A notification could not be handled id={}", taken.id(), e);
    }
  }

  private Message message(Notification taken) {
    return new Message(
        taken.id(),
        SchemaDatabase.now(database),
        troubles.ofBundle(taken.bundleId(), SHOWN_TROUBLES),
        troubles.countOfBundle(taken.bundleId()));
  }

  private void undelivered(Notification taken, String reason) {
    boolean last = taken.tries() >= pace.tries();
    log.warn(
        "A notification was not taken{} id={} channel={} tries={} reason={}",
        last ? " and is given up" : "",
        taken.id(),
        taken.channel().value(),
        taken.tries(),
        reason);
    if (last) {
      notifications.giveUp(taken, reason);
    } else {
      notifications.later(taken, pace.pauseAfter(taken.tries()), reason);
    }
  }
}
