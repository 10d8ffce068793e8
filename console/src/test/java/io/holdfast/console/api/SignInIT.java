package io.holdfast.console.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.holdfast.console.testing.Client;
import io.holdfast.console.testing.RunningConsole;
import io.holdfast.console.testing.Shared;
import io.holdfast.console.testing.Site;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(Shared.class)
class SignInIT {

  private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" content=\"([^\"]+)\"");

  private final Site site;
  private final String url;

  SignInIT(Site site) {
    this.site = site;
    this.url = site.console().url();
  }

  @Test
  void nobody_gets_in_without_a_token() {
    Client nobody = Client.anonymous(url);
    assertThat(
            nobody
                .get("/volumes")
                .mustBeProblem(401, "not-signed-in")
                .response()
                .headers()
                .firstValue("WWW-Authenticate"))
        .contains("Bearer");
    nobody.get("/nothing").mustBeProblem(401, "not-signed-in");
    nobody.post("/tokens", Map.of("name", "t")).mustBeProblem(401, "not-signed-in");
    Client.withToken(url, "hf_made-up").get("/volumes").mustBeProblem(401, "not-signed-in");
    nobody.get("/healthz").mustBe(200);
    nobody.get("/openapi.json").mustBe(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/backups/%00",
        "/volumes/a%2Fb",
        "/volumes/;x=1",
        "/volumes//x",
        "/login?q=%ff",
        "/login?%ff"
      })
  void a_browser_with_an_address_that_cannot_be_read_is_led_to_a_page_that_helps(String address)
      throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + address));
      HttpResponse<String> browser =
          client.send(request.header("Accept", "text/html").build(), BodyHandlers.ofString());
      assertThat(browser.statusCode()).isEqualTo(302);
      assertThat(browser.headers().firstValue("Location").orElseThrow())
          .endsWith("/unreadable-address");
    }
  }

  @Test
  void a_form_to_sign_in_whose_session_has_ended_leads_to_a_new_one() throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest stale =
          HttpRequest.newBuilder(URI.create(url + "/login"))
              .header("Accept", "text/html")
              .header("Content-Type", "application/x-www-form-urlencoded")
              .POST(HttpRequest.BodyPublishers.ofString("username=admin&password=any"))
              .build();
      HttpResponse<String> browser = client.send(stale, BodyHandlers.ofString());
      assertThat(browser.statusCode()).isEqualTo(302);
      assertThat(browser.headers().firstValue("Location"))
          .hasValueSatisfying(to -> assertThat(URI.create(to).getPath()).isEqualTo("/"));
    }
  }

  @Test
  void a_password_is_only_taken_for_making_a_token() {
    Client basic = Client.withPassword(url, RunningConsole.ADMINISTRATOR, RunningConsole.PASSWORD);
    basic.get("/volumes").mustBeProblem(401, "not-signed-in");
    basic.get("/tokens").mustBeProblem(401, "not-signed-in");
    basic.post("/tokens", Map.of("name", Site.name("t"))).mustBe(201);
  }

  @Test
  void a_token_lives_until_it_is_revoked_or_expires() {
    Client admin = site.administrator();
    String name = Site.name("t");
    Client.Answer made = admin.post("/tokens", Map.of("name", name)).mustBe(201);
    Client program = Client.withToken(url, made.body().path("token").asString());
    program.get("/whoami").mustBe(200);
    admin.post("/tokens", Map.of("name", name)).mustBeProblem(409, "name-taken");
    assertThat(admin.get("/tokens").body().toString())
        .doesNotContain(made.body().path("token").asString());
    admin.delete("/tokens/" + made.id()).mustBe(204);
    program.get("/whoami").mustBeProblem(401, "not-signed-in");
    admin.delete("/tokens/" + made.id()).mustBeProblem(404, "token-not-found");

    Client.Answer old =
        admin
            .post("/tokens", Map.of("name", Site.name("t"), "expiresAt", Instant.EPOCH.toString()))
            .mustBe(201);
    Client.withToken(url, old.body().path("token").asString())
        .get("/whoami")
        .mustBeProblem(401, "not-signed-in");
  }

  @Test
  void nobody_revokes_the_token_of_another() {
    Client.Answer made =
        site.administrator().post("/tokens", Map.of("name", Site.name("t"))).mustBe(201);
    site.user("operator", "").delete("/tokens/" + made.id()).mustBeProblem(404, "token-not-found");
  }

  @Test
  void a_user_who_is_disabled_is_out_at_once_for_programs() {
    Client viewer = site.user("viewer", "");
    String id = viewer.get("/whoami").id();
    site.administrator().patch("/users/" + id, Map.of("enabled", false)).mustBe(200);
    viewer.get("/whoami").mustBeProblem(401, "not-signed-in");
  }

  @Test
  void passwords_are_changed_by_whoever_knows_the_old_one() {
    Client viewer = site.user("viewer", "");
    String id = viewer.get("/whoami").id();
    String name = viewer.get("/whoami").body().path("name").asString();
    viewer
        .post("/users/" + id + "/password", Map.of("old", "wrong", "password", "another password"))
        .mustBeProblem(400, "password-wrong");
    viewer
        .post(
            "/users/" + id + "/password",
            Map.of("old", "password of " + name, "password", "another password"))
        .mustBe(204);
    Client.signedIn(url, name, "another password").get("/whoami").mustBe(200);
  }

  @Test
  void repeated_failures_are_slowed_down() {
    Client guesser = Client.withPassword(url, Site.name("guessed"), "guess");
    Map<String, String> body = Map.of("name", "t");
    for (int i = 0; i < 5; i++) {
      guesser.post("/tokens", body).mustBeProblem(401, "sign-in-failed");
    }
    // The first pause is a second, which may have passed; each further failure doubles it.
    Client.Answer slowed =
        await()
            .atMost(Duration.ofSeconds(30))
            .until(() -> guesser.post("/tokens", body), answer -> answer.status() == 429)
            .mustBeProblem(429, "too-many-attempts");
    assertThat(slowed.response().headers().firstValue("Retry-After")).isPresent();
  }

  @Test
  void pages_ask_for_a_sign_in_and_forbid_what_no_page_needs() throws Exception {
    HttpClient browser = HttpClient.newHttpClient();
    HttpResponse<String> first =
        browser.send(
            HttpRequest.newBuilder(URI.create(url + "/")).build(), BodyHandlers.ofString());
    assertThat(first.statusCode()).isEqualTo(302);
    assertThat(first.headers().firstValue("Location").orElse("")).endsWith("/login");
    HttpResponse<String> login =
        browser.send(
            HttpRequest.newBuilder(URI.create(url + "/login")).build(), BodyHandlers.ofString());
    assertThat(login.statusCode()).isEqualTo(200);
    // It asks whether the console is there, signed in or not.
    assertThat(login.body()).contains("console/connection.js");
    assertThat(page(browser, "/console/connection.js").statusCode()).isEqualTo(200);
    assertThat(page(browser, "/console/logo.svg").statusCode()).isEqualTo(200);
    assertThat(login.headers().firstValue("Content-Security-Policy").orElse(""))
        .contains("frame-ancestors 'none'");
    assertThat(login.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    Optional<String> cookie = login.headers().firstValue("Set-Cookie");
    assertThat(cookie.orElse("")).contains("HttpOnly").contains("SameSite=Lax");
  }

  @Test
  void who_signed_in_by_the_form_is_out_after_another_has_set_the_password() throws Exception {
    Client viewer = site.user("viewer", "");
    String id = viewer.get("/whoami").id();
    String name = viewer.get("/whoami").body().path("name").asString();
    HttpClient browser = HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
    Matcher token = CSRF.matcher(page(browser, "/login").body());
    assertThat(token.find()).isTrue();
    String typed =
        "_csrf=%s&username=%s&password=%s"
            .formatted(
                URLEncoder.encode(token.group(1), StandardCharsets.UTF_8),
                name,
                URLEncoder.encode("password of " + name, StandardCharsets.UTF_8));
    browser.send(
        HttpRequest.newBuilder(URI.create(url + "/login"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(typed))
            .build(),
        BodyHandlers.discarding());
    assertThat(page(browser, "/volumes").statusCode()).isEqualTo(200);
    site.administrator()
        .post("/users/" + id + "/password", Map.of("password", "another password"))
        .mustBe(204);
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() ->
            assertThat(page(browser, "/volumes").headers().firstValue("Location"))
                .hasValueSatisfying(it -> assertThat(it).endsWith("/login")));
  }

  private HttpResponse<String> page(HttpClient browser, String path) throws Exception {
    return browser.send(
        HttpRequest.newBuilder(URI.create(url + path)).build(), BodyHandlers.ofString());
  }

  @Test
  void a_form_without_its_csrf_token_is_refused() throws Exception {
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(url + "/login"))
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(
                        HttpRequest.BodyPublishers.ofString(
                            "username=admin&password=" + RunningConsole.PASSWORD.replace(' ', '+')))
                    .build(),
                BodyHandlers.ofString());
    assertThat(answer.statusCode()).isIn(302, 403);
    assertThat(answer.headers().firstValue("Location").orElse("/login")).contains("/login");
  }
}
