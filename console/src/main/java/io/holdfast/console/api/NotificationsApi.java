package io.holdfast.console.api;

import io.holdfast.console.notification.ChannelView;
import io.holdfast.console.notification.NotificationsService;
import io.holdfast.console.security.SignedIn;
import io.holdfast.schema.notification.ChannelKind;
import io.holdfast.schema.notification.Notification;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Where people are told what went wrong, and what they were told. */
@RestController
@RequestMapping("/api/v1/notifications")
class NotificationsApi {

  record ChannelJson(String kind, boolean enabled, Map<String, String> options, boolean hasSecret) {

    static ChannelJson of(ChannelView channel) {
      return new ChannelJson(
          channel.kind().value(), channel.enabled(), channel.options(), channel.hasSecret());
    }
  }

  /** The whole of a channel; a secret that is absent stays as it is, an empty one is removed. */
  record ChannelChangeJson(
      @Nullable Boolean enabled,
      @Nullable Map<String, @Nullable String> options,
      @Nullable String secret) {

    @Override
    public String toString() {
      return "ChannelChangeJson[%s]".formatted(enabled);
    }
  }

  record TestJson(String message) {}

  record MessageJson(
      UUID id,
      String channel,
      String state,
      int tries,
      @Nullable String reason,
      Instant createdAt,
      @Nullable Instant nextTryAt,
      @Nullable Instant endedAt) {

    static MessageJson of(Notification message) {
      return new MessageJson(
          message.id(),
          message.channel().value(),
          message.state().value(),
          message.tries(),
          message.reason(),
          message.createdAt(),
          message.endedAt() == null ? message.tryAt() : null,
          message.endedAt());
    }
  }

  private final SignedIn signedIn;
  private final NotificationsService notifications;

  NotificationsApi(SignedIn signedIn, NotificationsService notifications) {
    this.signedIn = signedIn;
    this.notifications = notifications;
  }

  @GetMapping("/channels")
  Page<ChannelJson> channels() {
    return Page.whole(notifications.channels(signedIn.caller()), ChannelJson::of);
  }

  @GetMapping("/channels/{kind}")
  ChannelJson channel(@PathVariable String kind) {
    return ChannelJson.of(notifications.channel(signedIn.caller(), kind(kind)));
  }

  @PutMapping("/channels/{kind}")
  ChannelJson change(@PathVariable String kind, @RequestBody ChannelChangeJson change) {
    return ChannelJson.of(
        notifications.change(
            signedIn.caller(),
            kind(kind),
            Objects.requireNonNullElse(change.enabled(), true),
            Objects.requireNonNullElse(change.options(), Map.of()),
            change.secret()));
  }

  /** Sends a message as the channel is set now, and says who took it. */
  @PostMapping("/channels/{kind}/test")
  TestJson test(@PathVariable String kind) {
    return new TestJson(notifications.test(signedIn.caller(), kind(kind)));
  }

  @GetMapping("/messages")
  Page<MessageJson> messages(
      @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable String marker) {
    return Page.of(
        marker, limit, slice -> notifications.list(signedIn.caller(), slice), MessageJson::of);
  }

  /** Tries a message anew that was given up. */
  @PostMapping("/messages/{id}/retry")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void retry(@PathVariable String id) {
    notifications.tryAgain(signedIn.caller(), Words.id(id, "message id"));
  }

  private static ChannelKind kind(String word) {
    return Words.one(word, ChannelKind.values(), ChannelKind::value, "channel");
  }
}
