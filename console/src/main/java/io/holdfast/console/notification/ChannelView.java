package io.holdfast.console.notification;

import io.holdfast.schema.notification.Channel;
import io.holdfast.schema.notification.ChannelKind;
import java.util.Map;

/**
 * A channel without its secret.
 *
 * @param options of mail: {@code host}, {@code port}, {@code security} ({@code none}, {@code
 *     starttls} or {@code tls}), {@code user}, {@code from} and {@code to} (addresses, separated by
 *     commas); of a web hook: {@code url}
 * @param hasSecret whether a password or a signing key is set
 */
public record ChannelView(
    ChannelKind kind, boolean enabled, Map<String, String> options, boolean hasSecret) {

  static ChannelView of(Channel channel) {
    return new ChannelView(
        channel.kind(), channel.enabled(), channel.options(), channel.secret() != null);
  }

  /** An option; empty when it is not set. */
  public String option(String name) {
    return options.getOrDefault(name, "");
  }

  /** Whether it was ever set. */
  public boolean isSet() {
    return !options.isEmpty();
  }
}
