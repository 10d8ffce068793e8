package io.holdfast.console.notification;

import io.holdfast.schema.notification.Channel;
import java.time.Duration;

/** Brings a message to the other side. */
interface Courier {

  /**
   * Returns once the other side has taken the message.
   *
   * @param deadline for each single step of it
   * @return who took it, as a sentence
   * @throws UndeliveredException when it was not taken
   */
  String deliver(Channel channel, Message message, Duration deadline);
}
