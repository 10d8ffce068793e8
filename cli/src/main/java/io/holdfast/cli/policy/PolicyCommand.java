package io.holdfast.cli.policy;

import static io.holdfast.cli.output.Text.moment;
import static io.holdfast.cli.output.Text.orDash;

import io.holdfast.cli.api.Api;
import io.holdfast.cli.api.Lookup;
import io.holdfast.cli.api.Pages;
import io.holdfast.cli.api.Remote;
import io.holdfast.cli.output.Details;
import io.holdfast.cli.output.Table;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code ./holdfast policy …}. */
@Command(
    name = "policy",
    description = "Policies: list, show, create, update, delete, run, runs, preview.")
public final class PolicyCommand {

  @Command(name = "list", description = "All policies.")
  int list(@Mixin Remote remote) {
    try (Api api = remote.open()) {
      List<JsonNode> items = Pages.all(api, "/policies", Map.of(), Pages.NO_LIMIT);
      Table table = new Table("NAME", "SCHEDULE", "NEXT RUN", "LAST RUN", "VOLUMES>", "ID");
      for (JsonNode item : items) {
        table.row(
            item.path("name").asString(""),
            item.path("schedule").asString(""),
            item.path("enabled").asBoolean() ? moment(instant(item, "nextRunAt")) : "paused",
            outcome(item.path("lastRun")),
            item.path("volumes").asString(""),
            item.path("id").asString(""));
      }
      remote.answer(api, items, table);
      return 0;
    }
  }

  @Command(name = "show", description = "One policy.")
  int show(@Mixin Remote remote, @Parameters(paramLabel = "POLICY") String idOrName) {
    try (Api api = remote.open()) {
      JsonNode policy = new Lookup(api).policy(idOrName);
      remote.answer(api, policy, Details.text(policy));
      return 0;
    }
  }

  @Command(
      name = "create",
      description = "Makes a policy: when volumes are backed up, and which backups stay.")
  int create(
      @Mixin Remote remote,
      @Parameters(paramLabel = "NAME", description = "Its name.") String name,
      @Mixin Terms terms) {
    try (Api api = remote.open()) {
      JsonNode policy = api.post("/policies", terms.over(api, Map.of("name", name)));
      remote.answer(api, policy, said("made", policy));
      return 0;
    }
  }

  @Command(name = "update", description = "Changes what is said, and leaves the rest.")
  int update(
      @Mixin Remote remote,
      @Parameters(paramLabel = "POLICY", description = "Id or name.") String idOrName,
      @Option(names = "--name", description = "A new name.") @Nullable String name,
      @Mixin Terms terms) {
    try (Api api = remote.open()) {
      JsonNode now = new Lookup(api).policy(idOrName);
      Map<String, Object> wanted = terms.over(api, Terms.of(api, now));
      if (name != null) {
        wanted.put("name", name);
      }
      JsonNode policy = api.put("/policies/" + id(now), wanted);
      remote.answer(api, policy, said("changed", policy));
      return 0;
    }
  }

  @Command(name = "delete", description = "Removes a policy. The backups that it made stay.")
  int delete(@Mixin Remote remote, @Parameters(paramLabel = "POLICY") String idOrName) {
    try (Api api = remote.open()) {
      JsonNode policy = new Lookup(api).policy(idOrName);
      JsonNode answer = api.delete("/policies/" + id(policy));
      remote.answer(
          api,
          answer,
          "Policy '%s' is deleted; the backups that it made stay.%n"
              .formatted(policy.path("name").asString("")));
      return 0;
    }
  }

  @Command(name = "run", description = "Backs the volumes of a policy up now.")
  int run(@Mixin Remote remote, @Parameters(paramLabel = "POLICY") String idOrName) {
    try (Api api = remote.open()) {
      JsonNode policy = new Lookup(api).policy(idOrName);
      JsonNode run = api.post("/policies/" + id(policy) + "/run", Map.of());
      remote.answer(
          api,
          run,
          "Policy '%s' backs up %s. `./holdfast policy runs %s` shows how that goes.%n"
              .formatted(
                  policy.path("name").asString(""),
                  volumes(run.path("volumes")),
                  policy.path("name").asString("")));
      return 0;
    }
  }

  @Command(name = "runs", description = "The newest runs, and what was not backed up and why.")
  int runs(
      @Mixin Remote remote,
      @Parameters(paramLabel = "POLICY") String idOrName,
      @Option(names = "--limit", defaultValue = "20", description = "At most so many.") int most) {
    try (Api api = remote.open()) {
      JsonNode policy = new Lookup(api).policy(idOrName);
      List<JsonNode> items =
          Pages.all(api, "/policies/" + id(policy) + "/runs", Map.of(), Math.max(1, most));
      Table table = new Table("STARTED", "WHY", "RESULT", "EARLIER MISSED>", "ID");
      items.forEach(run ->
          table.row(
              moment(instant(run, "startedAt")),
              run.path("cause").asString(""),
              outcome(run),
              run.path("missed").asString("0"),
              run.path("id").asString("")));
      StringBuilder text = new StringBuilder(table.text());
      if (!items.isEmpty() && !remote.json()) {
        text.append(notBackedUp(api, items.getFirst()));
      }
      remote.answer(api, api.array(items), text.toString());
      return 0;
    }
  }

  private static String notBackedUp(Api api, JsonNode run) {
    StringBuilder text = new StringBuilder();
    for (String state : List.of("refused", "waiting")) {
      if (run.path(state).asInt() > 0) {
        String path = "/policies/runs/" + Api.encoded(run.required("id").asString()) + "/volumes";
        Table table = new Table(state.toUpperCase(java.util.Locale.ROOT), "WHY");
        Pages.all(api, path, Map.of("state", state), 100)
            .forEach(row ->
                table.row(
                    row.path("volume").asString(""), orDash(row.path("reason").asString(""))));
        text.append('\n').append(table.text());
      }
    }
    return text.toString();
  }

  @Command(
      name = "preview",
      description = "Says what a policy would do, changed as the options say; changes nothing.")
  int preview(
      @Mixin Remote remote,
      @Parameters(
              paramLabel = "POLICY",
              arity = "0..1",
              description = "Id or name; none: a new one.")
          @Nullable String idOrName,
      @Mixin Terms terms) {
    try (Api api = remote.open()) {
      JsonNode now = idOrName == null ? null : new Lookup(api).policy(idOrName);
      JsonNode preview =
          now == null
              ? api.post("/policies/preview", terms.over(api, Map.of("name", "-")))
              : api.post(
                  "/policies/preview?policy=" + id(now), terms.over(api, Terms.of(api, now)));
      remote.answer(api, preview, text(preview));
      return 0;
    }
  }

  private static String text(JsonNode preview) {
    StringBuilder text =
        new StringBuilder(preview.path("schedule").asString("") + "\nNext runs:\n");
    preview
        .path("nextRuns")
        .forEach(at -> text.append("  ").append(moment(Instant.parse(at.asString()))).append('\n'));
    text.append("Covers %s now.%n".formatted(volumes(preview.path("volumeCount"))));
    text.append(
        "A year makes %d backups of each; %d of them stay.%n"
            .formatted(preview.path("madeInYear").asInt(), preview.path("stayAfterYear").asInt()));
    if (!preview.path("backups").isEmpty()) {
      Table table = new Table("VOLUME", "DATA OF", "STAYS", "WHY");
      preview
          .path("backups")
          .forEach(row ->
              table.row(
                  row.path("volume").asString(""),
                  moment(instant(row, "moment")),
                  row.path("stays").asBoolean() ? "yes" : "no",
                  row.path("why").asString("")));
      text.append(
              "Of the backups that there are, %d would go:%n"
                  .formatted(preview.path("drops").asInt()))
          .append(table.text());
    }
    return text.toString();
  }

  private static String said(String what, JsonNode policy) {
    return "Policy '%s' is %s: %s; it covers %s and runs next at %s.%n"
        .formatted(
            policy.path("name").asString(""),
            what,
            policy.path("schedule").asString(""),
            volumes(policy.path("volumes")),
            moment(instant(policy, "nextRunAt")));
  }

  private static String volumes(JsonNode count) {
    return count.asInt() == 1 ? "1 volume" : count.asInt() + " volumes";
  }

  private static String outcome(JsonNode run) {
    if (run.isMissingNode() || run.isNull()) {
      return "-";
    }
    if (run.path("cause").asString("").equals("missed")) {
      return "missed";
    }
    int bad = run.path("failed").asInt() + run.path("refused").asInt();
    int open = run.path("waiting").asInt() + run.path("running").asInt();
    int all = run.path("volumes").asInt();
    return bad > 0
        ? "%d of %d not backed up".formatted(bad, all)
        : open > 0 ? "%d of %d at work".formatted(open, all) : all + " backed up";
  }

  private static @Nullable Instant instant(JsonNode node, String field) {
    String text = node.path(field).asString("");
    return text.isEmpty() ? null : Instant.parse(text);
  }

  private static String id(JsonNode policy) {
    return Api.encoded(policy.required("id").asString());
  }
}
