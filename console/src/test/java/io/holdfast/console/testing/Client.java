package io.holdfast.console.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A program that talks to the API. */
public final class Client {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final String url;
  private final String authorization;

  private Client(String url, String authorization) {
    this.url = url;
    this.authorization = authorization;
  }

  /** A program without anything to show. */
  public static Client anonymous(String url) {
    return new Client(url, "");
  }

  public static Client withToken(String url, String token) {
    return new Client(url, "Bearer " + token);
  }

  public static Client withPassword(String url, String name, String password) {
    byte[] pair = (name + ":" + password).getBytes(StandardCharsets.UTF_8);
    return new Client(url, "Basic " + Base64.getEncoder().encodeToString(pair));
  }

  /** A program with a token that it has made with name and password. */
  public static Client signedIn(String url, String name, String password) {
    Answer made =
        withPassword(url, name, password).post("/tokens", Map.of("name", Site.name("token")));
    made.mustBe(201);
    return withToken(url, made.body().path("token").asString());
  }

  /** An answer and its JSON, which is missing when there is no body. */
  public record Answer(int status, JsonNode body, HttpResponse<String> response) {

    public Answer mustBe(int wanted) {
      assertThat(status).as(() -> response.request() + ": " + body).isEqualTo(wanted);
      return this;
    }

    /** Must be a problem with everything that a problem has. */
    public Answer mustBeProblem(int wanted, String code) {
      mustBe(wanted);
      assertThat(response.headers().firstValue("Content-Type").orElse(""))
          .startsWith("application/problem+json");
      assertThat(body.path("status").asInt()).isEqualTo(wanted);
      assertThat(body.path("code").asString("")).isEqualTo(code);
      for (String member : new String[] {"title", "detail", "next", "instance"}) {
        assertThat(body.path(member).asString("")).as(member).isNotBlank();
      }
      return this;
    }

    public String detail() {
      return body.path("detail").asString("");
    }

    public String id() {
      return body.path("id").asString();
    }

    public JsonNode items() {
      return body.path("items");
    }
  }

  public Answer get(String path) {
    return send("GET", path, null);
  }

  public Answer post(String path, Map<String, ?> body) {
    return send("POST", path, JSON.writeValueAsString(body));
  }

  public Answer put(String path, Map<String, ?> body) {
    return send("PUT", path, JSON.writeValueAsString(body));
  }

  public Answer patch(String path, Map<String, ?> body) {
    return send("PATCH", path, JSON.writeValueAsString(body));
  }

  public Answer delete(String path) {
    return send("DELETE", path, null);
  }

  /** Gets what is no JSON; it is in the answer's response. */
  public Answer text(String path) {
    HttpResponse<String> response = exchange("GET", path, null);
    return new Answer(response.statusCode(), JSON.missingNode(), response);
  }

  /** Sends a body as it is. */
  public Answer send(String method, String path, @org.jspecify.annotations.Nullable String body) {
    HttpResponse<String> response = exchange(method, path, body);
    JsonNode parsed =
        response.body().isBlank() ? JSON.missingNode() : JSON.readTree(response.body());
    return new Answer(response.statusCode(), parsed, response);
  }

  private HttpResponse<String> exchange(
      String method, String path, @org.jspecify.annotations.Nullable String body) {
    String where = path.startsWith("/healthz") ? url + path : url + "/api/v1" + path;
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(where))
            .header("Content-Type", "application/json")
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (!authorization.isEmpty()) {
      request.header("Authorization", authorization);
    }
    try {
      return HTTP.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
