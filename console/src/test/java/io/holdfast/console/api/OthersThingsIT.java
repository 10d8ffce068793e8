package io.holdfast.console.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.console.testing.Client;
import io.holdfast.console.testing.Client.Answer;
import io.holdfast.console.testing.FakeWorker;
import io.holdfast.console.testing.OthersThings;
import io.holdfast.console.testing.Shared;
import io.holdfast.console.testing.Site;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A project's member who knows an id of another project's thing learns nothing by it: whatever the
 * API's description says can be asked, the answer is the one for an id that nothing has. An
 * operation that is added later is tried too.
 */
@ExtendWith(Shared.class)
class OthersThingsIT {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Pattern PARAMETER = Pattern.compile("/([a-z-]+)/\\{\\w+}");
  private static final String API = "/api/v1";
  private static final String FAR = "2099-01-01T00:00:00Z";

  private final Site site;
  private final JsonNode description;
  private final Client member;
  private final List<String> differences = new ArrayList<>();
  private final FakeWorker worker;
  private final OthersThings others;

  OthersThingsIT(Site site) {
    this.site = site;
    this.description = site.administrator().get("/openapi.json").mustBe(200).body();
    this.member = site.user("member", site.project());
    this.worker = new FakeWorker(site.console(), Site.name("worker"), 8);
    this.others = OthersThings.make(site, worker);
  }

  @AfterEach
  void close() {
    worker.close();
  }

  @Test
  void every_path_with_an_id_answers_as_if_there_were_nothing() {
    int tried = 0;
    for (Map.Entry<String, JsonNode> path : description.path("paths").properties()) {
      Matcher parameter = PARAMETER.matcher(path.getKey());
      if (!parameter.find()) {
        continue;
      }
      String kind = parameter.group(1);
      if (kind.equals("channels")) {
        // Two words that everybody knows, not ids.
        continue;
      }
      for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
        compare(
            operation.getKey(),
            path.getKey(),
            others.id(kind),
            id ->
                new Request(
                    parameter.replaceAll("/" + kind + "/" + id), body(operation.getValue(), id)));
        tried++;
      }
    }
    assertThat(tried).isGreaterThan(30);
    assertThat(differences).isEmpty();
    others.mustBeUntouched();
  }

  @Test
  void an_id_in_a_body_or_a_parameter_answers_as_if_there_were_nothing() {
    description
        .path("paths")
        .properties()
        .forEach(path -> {
          if (!path.getKey().contains("{")) {
            path.getValue()
                .properties()
                .forEach(it -> others.ids().forEach(id -> tell(path.getKey(), it, id)));
          }
        });
    assertThat(differences).isEmpty();
    others.mustBeUntouched();
  }

  private void tell(String path, Map.Entry<String, JsonNode> operation, String id) {
    if (operation.getValue().has("requestBody")) {
      compare(
          operation.getKey(), path, id, it -> new Request(path, body(operation.getValue(), it)));
    }
    for (JsonNode parameter : operation.getValue().path("parameters")) {
      String query = path + "?" + parameter.path("name").asString() + "=";
      compare(operation.getKey(), query, id, it -> new Request(query + it, null));
    }
  }

  @Test
  void a_policy_covers_and_a_restore_overwrites_nothing_of_others() {
    for (String volume : List.of(others.id("volumes"), UUID.randomUUID().toString())) {
      Map<String, Object> policy =
          Map.of(
              "name", Site.name("theirs"),
              "cron", "0 2 * * *",
              "timeZone", "UTC",
              "covers", Map.of("kind", "listed", "volumes", List.of(volume)),
              "keep", Map.of("last", 1));
      member.post("/policies", policy).mustBeProblem(400, "volume-not-covered");
      String own = site.backup(member, worker, site.volume(member));
      member
          .post(own + "/restore", Map.of("volumeId", volume))
          .mustBeProblem(404, "volume-not-found");
    }
    others.mustBeUntouched();
  }

  private record Request(String path, @Nullable String body) {}

  private void compare(
      String method, String operation, String id, Function<String, Request> request) {
    String theirs = ask(method, request.apply(id), id);
    String unknown = UUID.randomUUID().toString();
    String nothing = ask(method, request.apply(unknown), unknown);
    if (!theirs.equals(nothing)) {
      differences.add("%s %s:%n  %s%n  %s".formatted(method, operation, theirs, nothing));
    }
  }

  /** The answer without the id that was asked for; of what was made, that it was. */
  private String ask(String method, Request request, String id) {
    Answer answer =
        member.send(
            method.toUpperCase(Locale.ROOT),
            request.path().substring(API.length()),
            request.body());
    return answer.status() == 201
        ? "made"
        : answer.status() + " " + answer.body().toString().replace(id, "…");
  }

  /** A body as an operation's schema wants it, with an id wherever it takes a text. */
  private @Nullable String body(JsonNode operation, String id) {
    JsonNode schema =
        operation.path("requestBody").path("content").path("application/json").path("schema");
    return schema.isMissingNode() ? null : JSON.writeValueAsString(sample(schema, id));
  }

  private Object sample(JsonNode schema, String id) {
    String reference = schema.path("$ref").asString("");
    if (!reference.isEmpty()) {
      return sample(description.at(reference.substring(1)), id);
    }
    return switch (schema.path("type").asString("object")) {
      case "string" -> schema.path("format").asString("").equals("date-time") ? FAR : id;
      case "integer", "number" -> 1 << 22;
      case "boolean" -> true;
      case "array" -> List.of(sample(schema.path("items"), id));
      default -> {
        Map<String, Object> members = new HashMap<>();
        schema
            .path("properties")
            .properties()
            .forEach(it -> members.put(it.getKey(), sample(it.getValue(), id)));
        yield members;
      }
    };
  }
}
