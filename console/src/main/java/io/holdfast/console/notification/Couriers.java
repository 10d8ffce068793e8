package io.holdfast.console.notification;

import io.holdfast.schema.notification.Channel;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Sends by whatever a channel is, and leaves off when the whole of it takes too long. */
final class Couriers {

  private final Courier mail = new MailCourier();
  private final Courier webHook = new WebHookCourier();

  /** As {@link Courier#deliver}, and the deadline holds for the whole of it. */
  String deliver(Channel channel, Message message, Duration deadline) {
    Courier courier =
        switch (channel.kind()) {
          case MAIL -> mail;
          case WEB_HOOK -> webHook;
        };
    FutureTask<String> delivery =
        new FutureTask<>(() -> courier.deliver(channel, message, deadline));
    Thread.ofVirtual().name("notification-" + channel.kind().value()).start(delivery);
    try {
      return delivery.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UndeliveredException undelivered) {
        throw undelivered;
      }
      throw new UndeliveredException("It failed unexpectedly: " + e.getCause(), e);
    } catch (TimeoutException | CancellationException e) {
      throw new UndeliveredException(
          "The other side was not done within %d seconds.".formatted(deadline.toSeconds()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UndeliveredException("The console is stopping.", e);
    } finally {
      // Closes the connection of one that hangs.
      delivery.cancel(true);
    }
  }
}
