package io.holdfast.console.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.console.testing.Client;
import io.holdfast.console.testing.RunningConsole;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ProviderLoginIT {

  private static final ApartProvider provider = new ApartProvider();
  private static final RunningConsole console =
      RunningConsole.start(
          "--holdfast.sign-in.issuer=" + provider.issuer(),
          "--holdfast.sign-in.client-id=" + Provider.CLIENT,
          "--holdfast.sign-in.client-secret=" + Provider.SECRET,
          "--holdfast.sign-in.name=The Company",
          "--holdfast.sign-in.contact=the storage team",
          "--holdfast.sign-in.roles[0].value=storage",
          "--holdfast.sign-in.roles[0].role=operator",
          "--holdfast.sign-in.roles[1].value=web",
          "--holdfast.sign-in.roles[1].role=member",
          "--holdfast.sign-in.roles[1].project=default");
  private static final Client admin =
      Client.signedIn(console.url(), RunningConsole.ADMINISTRATOR, RunningConsole.PASSWORD);

  @BeforeAll
  static void theyKnowEachOther() {
    provider.returnTo(console.url() + "/login/oauth2/code/holdfast");
  }

  @AfterAll
  static void end() {
    console.close();
    provider.close();
  }

  @Test
  void who_has_a_role_is_let_in_and_the_provider_decides_anew_each_time() throws Exception {
    provider.groups("ada", "cooking", "storage");
    Browser ada = new Browser();
    assertThat(ada.signIn("ada")).isEqualTo(console.url() + "/");
    assertThat(ada.get(console.url() + "/").statusCode()).isEqualTo(200);
    assertThat(user("ada").path("role").asString()).isEqualTo("operator");
    assertThat(user("ada").path("issuer").asString()).isEqualTo(provider.issuer());

    provider.groups("ada", "web");
    assertThat(new Browser().signIn("ada")).isEqualTo(console.url() + "/");
    assertThat(user("ada").path("role").asString()).isEqualTo("member");

    provider.groups("ada");
    assertThat(new Browser().signIn("ada")).endsWith("/login?refused");
    assertThat(admin.get("/audit?q=sign-in").body().toString())
        .contains("\"actor\":\"ada\"")
        .contains("The Company knows 'ada', but nothing says");
  }

  @Test
  void who_has_none_is_not_signed_in() throws Exception {
    Browser nobody = new Browser();
    assertThat(nobody.signIn("nobody")).endsWith("/login?refused");
    assertThat(nobody.get(console.url() + "/").headers().firstValue("Location").orElse(""))
        .contains("/login");
    assertThat(user("nobody").isMissingNode()).isTrue();
  }

  @Test
  void a_local_account_is_not_taken_over_by_a_name_and_a_disabled_one_stays_out() throws Exception {
    provider.groups(RunningConsole.ADMINISTRATOR, "storage");
    assertThat(new Browser().signIn(RunningConsole.ADMINISTRATOR)).endsWith("/login?taken");

    provider.groups("eve", "storage");
    new Browser().signIn("eve");
    String id = user("eve").path("id").asString();
    admin
        .post("/users/" + id + "/password", Map.of("password", "a password for eve"))
        .mustBeProblem(409, "no-password");
    admin.patch("/users/" + id, Map.of("enabled", false)).mustBe(200);
    assertThat(new Browser().signIn("eve")).endsWith("/login?disabled");
  }

  @Test
  void an_answer_that_nobody_asked_for_is_refused() throws Exception {
    Browser stranger = new Browser();
    HttpResponse<String> answer =
        stranger.get(console.url() + "/login/oauth2/code/holdfast?code=stolen&state=made-up");
    assertThat(answer.headers().firstValue("Location").orElse("")).endsWith("/login?provider");
  }

  private static JsonNode user(String name) {
    for (JsonNode user : admin.get("/users").mustBe(200).items()) {
      if (user.path("name").asString().equals(name)) {
        return user;
      }
    }
    return tools.jackson.databind.json.JsonMapper.shared().missingNode();
  }

  /** Follows the way by hand, one step after the other, with the console's cookies. */
  private static final class Browser {

    private final HttpClient client =
        HttpClient.newBuilder()
            .cookieHandler(new CookieManager())
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    /** Where it ends. */
    String signIn(String name) throws IOException, InterruptedException {
      String toProvider = location(get(console.url() + "/oauth2/authorization/holdfast"));
      assertThat(toProvider).startsWith(provider.issuer());
      byte[] pair = (name + ":secret").getBytes(StandardCharsets.UTF_8);
      HttpResponse<String> recognized =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(URI.create(toProvider))
                      .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair))
                      .build(),
                  BodyHandlers.ofString());
      return location(get(location(recognized)));
    }

    HttpResponse<String> get(String address) throws IOException, InterruptedException {
      return client.send(
          HttpRequest.newBuilder(URI.create(address)).header("Accept", "text/html").build(),
          BodyHandlers.ofString());
    }

    private static String location(HttpResponse<String> answer) {
      String location = answer.headers().firstValue("Location").orElse("");
      assertThat(location).as(() -> answer + answer.body()).isNotEmpty();
      return location.startsWith("/") ? answer.uri().resolve(location).toString() : location;
    }
  }
}
