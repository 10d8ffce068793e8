package io.holdfast.schema.notification;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A way in which people are told, as it is set.
 *
 * @param options what the kind of channel needs to know, by name
 * @param secret the mail server's password, or the key of the web hook's signature
 */
public record Channel(
    ChannelKind kind, boolean enabled, Map<String, String> options, @Nullable String secret) {

  /** An option; empty when it is not set. */
  public String option(String name) {
    return options.getOrDefault(name, "");
  }

  /** Without the secret, and without the options: an address may be a secret, too. */
  @Override
  public String toString() {
    return "Channel[%s, %s]".formatted(kind.value(), enabled ? "on" : "off");
  }
}
