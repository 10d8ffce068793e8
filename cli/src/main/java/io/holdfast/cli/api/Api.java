package io.holdfast.cli.api;

import io.holdfast.cli.outcome.ExitCode;
import io.holdfast.cli.outcome.Failure;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * The console's REST API, version 1. Answers are JSON; every refusal becomes a {@link Failure} with
 * the console's own sentence. May be used by many threads.
 */
public final class Api implements AutoCloseable {

  private static final Duration CONNECT_WITHIN = Duration.ofSeconds(5);
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(60);

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT_WITHIN)
          .build();
  private final JsonMapper json =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES).build();
  private final URI console;
  private final String authorization;

  /** A client that shows a token. */
  public Api(Access access) {
    this(access.url(), "Bearer " + access.token());
  }

  /** A client that signs in with name and password, which the console allows for making a token. */
  public static Api withPassword(URI console, String name, String password) {
    byte[] pair = (name + ":" + password).getBytes(StandardCharsets.UTF_8);
    return new Api(console, "Basic " + Base64.getEncoder().encodeToString(pair));
  }

  private Api(URI console, String authorization) {
    this.console = console;
    this.authorization = authorization;
  }

  /** The console's address. */
  public URI console() {
    return console;
  }

  public JsonNode get(String path) {
    return send(request(path).GET());
  }

  /** Gets with parameters; those with an empty value are left out. */
  public JsonNode get(String path, Map<String, String> query) {
    String parameters =
        query.entrySet().stream()
            .filter(entry -> !entry.getValue().isEmpty())
            .map(entry -> entry.getKey() + "=" + encoded(entry.getValue()))
            .collect(Collectors.joining("&"));
    return get(parameters.isEmpty() ? path : path + "?" + parameters);
  }

  /** Posts values as a JSON object. */
  public JsonNode post(String path, Map<String, ?> body) {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json.writeValueAsString(body))));
  }

  /** Puts values as a JSON object. */
  public JsonNode put(String path, Map<String, ?> body) {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .PUT(BodyPublishers.ofString(json.writeValueAsString(body))));
  }

  public JsonNode delete(String path) {
    return send(request(path).DELETE());
  }

  /** Makes a typed value of an answer; unknown fields are ignored. */
  public <T> T as(JsonNode node, Class<T> type) {
    try {
      return json.treeToValue(node, type);
    } catch (JacksonException e) {
      throw new Failure(
          ExitCode.FAILED,
          "The console at "
              + console
              + " answered something that this version does not understand ("
              + e.getOriginalMessage()
              + "). Are both of the same version?",
          e);
    }
  }

  /** A JSON array of answers. */
  public JsonNode array(List<JsonNode> items) {
    return json.createArrayNode().addAll(items);
  }

  /** The answer as it is, for programs. */
  public String pretty(JsonNode node) {
    return json.writerWithDefaultPrettyPrinter().writeValueAsString(node);
  }

  /** One segment of a path or one parameter's value. */
  public static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(console + "/api/v1" + path))
        .timeout(ANSWER_WITHIN)
        .header("Authorization", authorization)
        .header("Accept", "application/json, application/problem+json");
  }

  private JsonNode send(HttpRequest.Builder builder) {
    HttpRequest request = builder.build();
    try {
      HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
      if (response.statusCode() >= 400 || response.statusCode() < 200) {
        throw Problem.failure(console, response.statusCode(), parsedOrMissing(response.body()));
      }
      return response.body().isBlank() ? json.createObjectNode() : json.readTree(response.body());
    } catch (JacksonException e) {
      throw new Failure(
          ExitCode.FAILED,
          "What answers at " + console + " is no Holdfast console: its reply is not JSON.",
          e);
    } catch (IOException e) {
      throw unreachable(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure(ExitCode.CANCELLED, "Interrupted while waiting for " + console, e);
    }
  }

  private Failure unreachable(IOException e) {
    return new Failure(
        ExitCode.UNREACHABLE,
        "Cannot reach the console at "
            + console
            + ": "
            + Failure.reason(e)
            + ". Is it running, and is the address right? (`./holdfast up` starts one here.)",
        e);
  }

  private JsonNode parsedOrMissing(String body) {
    try {
      return body.isBlank() ? MissingNode.getInstance() : json.readTree(body);
    } catch (JacksonException e) {
      return MissingNode.getInstance();
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
