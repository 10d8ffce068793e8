package io.holdfast.console.notification;

import io.holdfast.console.refusal.Input;
import io.holdfast.console.refusal.Refusal;
import io.holdfast.schema.notification.ChannelKind;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Checks what a channel is set to. */
final class ChannelInput {

  private static final Set<String> MAIL = Set.of("host", "port", "security", "user", "from", "to");
  private static final Set<String> WEB_HOOK = Set.of("url");
  private static final int LONGEST_URL = 2000;

  private ChannelInput() {}

  /** The options with their blanks cut off, all there and each one sound. */
  static Map<String, String> options(ChannelKind kind, Map<String, @Nullable String> given) {
    Set<String> known = kind == ChannelKind.MAIL ? MAIL : WEB_HOOK;
    Map<String, String> options = new TreeMap<>();
    given.forEach((name, value) -> {
      if (!known.contains(name)) {
        throw Refusal.invalid(
            "option-unknown",
            "'%s' is no option of the channel %s.".formatted(name, kind.value()),
            "Give some of: %s.".formatted(String.join(", ", known.stream().sorted().toList())));
      }
      options.put(name, value == null ? "" : value.strip());
    });
    return kind == ChannelKind.MAIL ? mail(options) : webHook(options);
  }

  private static Map<String, String> mail(Map<String, String> options) {
    Input.name(options.get("host"), "mail server");
    options.putIfAbsent("user", "");
    Input.optionalName(options.get("user"), "mail server's user");
    String security = options.getOrDefault("security", "");
    if (!Set.of(MailCourier.SECURITY_NONE, MailCourier.SECURITY_STARTTLS, MailCourier.SECURITY_TLS)
        .contains(security)) {
      throw Refusal.invalid(
          "security-unknown",
          "'%s' is no way to secure the connection to a mail server.".formatted(security),
          "Give starttls, tls or none.");
    }
    checkPort(options.getOrDefault("port", ""));
    checkAddresses(options.getOrDefault("from", ""), "sender's address", 1);
    checkAddresses(options.getOrDefault("to", ""), "recipients' addresses", 50);
    return options;
  }

  private static void checkPort(String port) {
    if (!port.matches("[1-9][0-9]{0,4}") || Integer.parseInt(port) > 65_535) {
      throw Refusal.invalid(
          "port-invalid",
          "'%s' is no port.".formatted(port),
          "Give the mail server's port, usually 587 for starttls, 465 for tls, 25 for none.");
    }
  }

  private static void checkAddresses(String text, String what, int most) {
    try {
      int count = InternetAddress.parse(text, true).length;
      if (count < 1 || count > most || text.chars().anyMatch(Character::isISOControl)) {
        throw new AddressException("there are %d of them".formatted(count));
      }
    } catch (AddressException e) {
      throw Refusal.invalid(
          "address-invalid",
          "The %s '%s' cannot be used: %s.".formatted(what, text, e.getMessage()),
          most == 1
              ? "Give one address such as holdfast@example.org."
              : "Give 1 to %d addresses, separated by commas.".formatted(most));
    }
  }

  private static Map<String, String> webHook(Map<String, String> options) {
    String url = options.getOrDefault("url", "");
    try {
      URI address = URI.create(url);
      boolean http = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
      if (http
          && address.getHost() != null
          && address.getUserInfo() == null
          && url.length() <= LONGEST_URL) {
        return options;
      }
    } catch (IllegalArgumentException e) {
      // Said below.
    }
    throw Refusal.invalid(
        "url-invalid",
        "'%s' is no address of a web hook.".formatted(url),
        "Give one that begins with https:// or http:// and names a host, without user or"
            + " password.");
  }
}
