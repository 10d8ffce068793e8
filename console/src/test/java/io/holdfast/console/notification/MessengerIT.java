package io.holdfast.console.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import io.holdfast.schema.SchemaDatabase;
import io.holdfast.schema.Slice;
import io.holdfast.schema.node.NodeLeases;
import io.holdfast.schema.node.Owner;
import io.holdfast.schema.notification.Channel;
import io.holdfast.schema.notification.ChannelKind;
import io.holdfast.schema.notification.Channels;
import io.holdfast.schema.notification.Notification;
import io.holdfast.schema.notification.NotificationState;
import io.holdfast.schema.notification.Notifications;
import io.holdfast.schema.testing.EmbeddedDatabase;
import io.holdfast.schema.testing.Fixtures;
import io.holdfast.schema.testing.Race;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Real mails and requests, by loops on one database. */
class MessengerIT {

  private static final Duration DEADLINE = Duration.ofSeconds(10);
  private static final Pace AT_ONCE = new Pace(Duration.ZERO, DEADLINE, Duration.ofMillis(1), 3);

  @RegisterExtension static final EmbeddedDatabase database = new EmbeddedDatabase();

  private final DSLContext context = database.context();
  private final Fixtures fixtures = new Fixtures(context);
  private final Channels channels = new Channels(context);
  private final Notifications notifications = new Notifications(context);
  private final GreenMail mail =
      new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
  private final Hook hook = new Hook();

  @BeforeEach
  void servers() {
    mail.start();
    setHook("key");
    channels.set(mailChannel(mail.getSmtp().getPort(), null));
  }

  @AfterEach
  void noServers() {
    mail.stop();
    hook.close();
  }

  @Test
  void two_loops_send_what_happened_once_by_each_channel() throws Exception {
    lose("node-1");
    lose("node-2");
    try (Race race = new Race(database, 2)) {
      race.all(here -> {
        Messenger messenger = new Messenger(here, AT_ONCE, new Couriers());
        for (int i = 0; i < 3; i++) {
          messenger.round();
        }
        return true;
      });
    }
    assertThat(mail.getReceivedMessages()).hasSize(1);
    MimeMessage letter = mail.getReceivedMessages()[0];
    assertThat(letter.getSubject()).isEqualTo("Holdfast: 2 × lost worker");
    assertThat(letter.getMessageID()).endsWith("@holdfast>");
    assertThat(GreenMailUtil.getBody(letter))
        .containsPattern("Worker .node-1-\\S+ was lost")
        .containsPattern("Worker .node-2-\\S+ was lost")
        .contains("start it again");
    assertThat(hook.got()).hasSize(1);
    Hook.Got got = hook.got().getFirst();
    assertThat(got.signature())
        .isEqualTo(
            "sha256="
                + WebHookCourier.signature("key", got.body().getBytes(StandardCharsets.UTF_8)));
    assertThat(got.body()).contains("\"kind\":\"worker-lost\"").contains(got.id());
    assertThat(last().state()).isEqualTo(NotificationState.SENT);
  }

  @Test
  void a_server_that_refuses_is_tried_again_and_given_up_with_the_reason() {
    channels.set(new Channel(ChannelKind.MAIL, false, Map.of(), null));
    hook.answer(503);
    lose("refused");
    Messenger messenger = messenger();
    messenger.round();
    assertThat(last().state()).isEqualTo(NotificationState.WAITING);
    assertThat(last().reason()).contains("503");
    untilEnded(messenger);
    assertThat(last().state()).isEqualTo(NotificationState.GIVEN_UP);
    assertThat(last().tries()).isEqualTo(3);

    hook.answer(200);
    assertThat(notifications.tryAgain(last().id())).isTrue();
    messenger.round();
    assertThat(last().state()).isEqualTo(NotificationState.SENT);
    assertThat(hook.got()).extracting(Hook.Got::id).containsOnly(last().id().toString());
  }

  @Test
  void a_mail_server_that_refuses_the_password_says_so_without_telling_it() {
    mail.setUser("holdfast", "right");
    Channel wrong = mailChannel(mail.getSmtp().getPort(), "wrong-secret");
    assertThatThrownBy(() -> deliver(wrong, DEADLINE))
        .isInstanceOf(UndeliveredException.class)
        .hasMessageContaining("refused the user or the password")
        .hasMessageNotContaining("wrong-secret");
    assertThat(wrong.toString()).doesNotContain("wrong-secret");
    assertThat(deliver(mailChannel(mail.getSmtp().getPort(), "right"), DEADLINE))
        .contains("took the message for ops@example.org");
  }

  @Test
  void servers_that_hang_are_left_and_ones_that_are_not_there_are_named() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Duration soon = Duration.ofMillis(300);
      long began = System.nanoTime();
      assertThatThrownBy(() -> deliver(mailChannel(silent.getLocalPort(), null), soon))
          .isInstanceOf(UndeliveredException.class);
      Channel hanging = hookChannel("http://127.0.0.1:" + silent.getLocalPort() + "/", null);
      assertThatThrownBy(() -> deliver(hanging, soon)).isInstanceOf(UndeliveredException.class);
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(DEADLINE);
    }
    hook.close();
    assertThatThrownBy(() -> deliver(hookChannel(hook.url(), null), DEADLINE))
        .hasMessageContaining("nobody answers there");
    assertThatThrownBy(() -> deliver(hookChannel("http://no-such-host.invalid/", null), DEADLINE))
        .hasMessageContaining("no host has that name");
    int port = mail.getSmtp().getPort();
    mail.stop();
    assertThatThrownBy(() -> deliver(mailChannel(port, null), DEADLINE))
        .hasMessageContaining("nobody answers there");
  }

  private void untilEnded(Messenger messenger) {
    org.awaitility.Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> {
          messenger.round();
          return last().state() != NotificationState.WAITING;
        });
  }

  private static String deliver(Channel channel, Duration deadline) {
    return new Couriers().deliver(channel, Message.test(Instant.EPOCH), deadline);
  }

  private Messenger messenger() {
    return new Messenger(SchemaDatabase.context(database.dataSource()), AT_ONCE, new Couriers());
  }

  private Notification last() {
    return notifications.list(Slice.first(1)).getFirst();
  }

  private void lose(String host) {
    Owner lost = fixtures.worker(host + "-" + UUID.randomUUID());
    fixtures.expireLease(lost);
    new NodeLeases(context).closeExpired(lost.incarnation());
  }

  private void setHook(@Nullable String secret) {
    channels.set(hookChannel(hook.url(), secret));
  }

  private static Channel hookChannel(String url, @Nullable String secret) {
    return new Channel(ChannelKind.WEB_HOOK, true, Map.of("url", url), secret);
  }

  private static Channel mailChannel(int port, @Nullable String password) {
    return new Channel(
        ChannelKind.MAIL,
        true,
        Map.of(
            "host", "127.0.0.1",
            "port", Integer.toString(port),
            "security", "none",
            "user", password == null ? "" : "holdfast",
            "from", "holdfast@example.org",
            "to", "ops@example.org"),
        password);
  }
}
