package io.holdfast.console.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.holdfast.console.testing.Client;
import io.holdfast.console.testing.Shared;
import io.holdfast.console.testing.Site;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Shared.class)
class NotificationsIT {

  private static final String MAIL = "/notifications/channels/mail";

  private final Site site;
  private final Client admin;

  NotificationsIT(Site site) {
    this.site = site;
    this.admin = site.administrator();
  }

  @Test
  void an_administrator_sets_mail_and_tests_it_and_the_password_is_not_shown_again() {
    GreenMail mail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    mail.start();
    try {
      mail.setUser("holdfast", "the password");
      Map<String, String> options = options(mail.getSmtp().getPort());
      admin
          .put(MAIL, Map.of("enabled", false, "options", options, "secret", "the password"))
          .mustBe(200);
      Client.Answer now = admin.get(MAIL).mustBe(200);
      assertThat(now.body().path("hasSecret").asBoolean()).isTrue();
      assertThat(now.body().toString()).doesNotContain("the password");
      assertThat(admin.post(MAIL + "/test", Map.of()).mustBe(200).body().path("message").asString())
          .contains("ops@example.org");
      assertThat(mail.getReceivedMessages()).hasSize(1);

      // What is absent stays, but goes nowhere else.
      admin.put(MAIL, Map.of("enabled", false, "options", options)).mustBe(200);
      admin.post(MAIL + "/test", Map.of()).mustBe(200);
      Map<String, String> elsewhere = new HashMap<>(options);
      elsewhere.put("host", "localhost");
      admin
          .put(MAIL, Map.of("enabled", false, "options", elsewhere))
          .mustBeProblem(400, "password-missing");
    } finally {
      mail.stop();
    }
    Client.Answer failed = admin.post(MAIL + "/test", Map.of());
    failed.mustBeProblem(503, "test-not-taken");
    assertThat(failed.detail()).contains("127.0.0.1").contains("nobody answers there");
    assertThat(admin.get("/audit?q=notification.").body().toString())
        .contains("notification.test")
        .doesNotContain("the password");
  }

  @Test
  void what_cannot_be_is_refused_in_words() {
    for (Map<String, String> wrong :
        List.of(
            Map.of("port", "0"),
            Map.of("to", "nobody"),
            Map.of("security", "maybe"),
            Map.of("host", ""),
            Map.of("pigeon", "x"))) {
      Map<String, String> options = options(25);
      options.putAll(wrong);
      assertThat(admin.put(MAIL, Map.of("options", options)).mustBe(400).detail()).isNotBlank();
    }
    for (String url : new String[] {"", "ftp://x/", "https://", "https://me:secret@x/", "no"}) {
      admin
          .put("/notifications/channels/web-hook", Map.of("options", Map.of("url", url)))
          .mustBeProblem(400, "url-invalid");
    }
    admin.get("/notifications/channels/pigeon").mustBeProblem(400, "channel-unknown");
    admin
        .put("/settings/retention.audit", Map.of("value", "PT1H"))
        .mustBeProblem(400, "setting-invalid");
    admin
        .put("/settings/protection.maximum-age", Map.of("value", "P2000000000D"))
        .mustBeProblem(400, "setting-invalid");
    admin
        .put("/settings/notify.worker-lost", Map.of("value", "perhaps"))
        .mustBeProblem(400, "setting-invalid");
  }

  @Test
  void only_administrators_see_or_change_where_people_are_told() {
    for (String role : new String[] {"operator", "viewer"}) {
      Client other = site.user(role, "default");
      other.get("/notifications/channels").mustBeProblem(403, "forbidden");
      other.put(MAIL, Map.of("options", options(25))).mustBeProblem(403, "forbidden");
      other.post(MAIL + "/test", Map.of()).mustBeProblem(403, "forbidden");
      other.get("/notifications/messages").mustBeProblem(403, "forbidden");
    }
    admin.get("/notifications/messages").mustBe(200);
  }

  private static Map<String, String> options(int port) {
    return new HashMap<>(
        Map.of(
            "host", "127.0.0.1",
            "port", Integer.toString(port),
            "security", "none",
            "user", "holdfast",
            "from", "holdfast@example.org",
            "to", "ops@example.org"));
  }
}
