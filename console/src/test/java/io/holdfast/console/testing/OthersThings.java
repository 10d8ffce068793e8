package io.holdfast.console.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/**
 * One thing of each kind that a project's member must not come to know of: those of another
 * project, and of the installation. Kinds go by the word that stands before an id in addresses.
 */
public final class OthersThings {

  /** Members may name these, which are everybody's; entries of the activity are but numbers. */
  private static final Set<String> OF_INSTALLATION =
      Set.of("backends", "settings", "workers", "repositories", "activity");

  private final Client owner;
  private final Map<String, String> ids;
  private final JsonNode volume;

  private OthersThings(Client owner, Map<String, String> ids, JsonNode volume) {
    this.owner = owner;
    this.ids = ids;
    this.volume = volume;
  }

  /** Makes them; the worker makes the backup and mounts it. */
  public static OthersThings make(Site site, FakeWorker worker) {
    Client owner = site.administrator();
    Map<String, String> ids =
        new HashMap<>(Map.of("backends", "pool", "settings", "task.maximum-attempts"));
    JsonNode volume = site.volume(owner);
    String volumeId = volume.path("id").asString();
    ids.put("volumes", volumeId);
    ids.put(
        "snapshots",
        owner.post("/volumes/" + volumeId + "/snapshots", Map.of("name", "s")).mustBe(202).id());
    String backup = site.backup(owner, worker, volume);
    ids.put("backups", backup.substring("/backups/".length()));
    ids.put("mounts", owner.post(backup + "/mounts", Map.of("lasting", true)).mustBe(201).id());
    ids.put(
        "tasks",
        owner.get("/tasks?backupId=" + ids.get("backups")).items().path(0).path("id").asString());
    Map<String, Object> policy =
        Map.of(
            "name", Site.name("policy"),
            "cron", "0 2 1 1 *",
            "timeZone", "UTC",
            "covers", Map.of("kind", "listed", "volumes", List.of(volumeId)),
            "keep", Map.of("last", 1));
    ids.put("policies", owner.post("/policies", policy).mustBe(201).id());
    ids.put(
        "runs", owner.post("/policies/" + ids.get("policies") + "/run", Map.of()).mustBe(202).id());
    ids.put("projects", owner.get("/projects").items().path(0).path("id").asString());
    ids.put("quotas", owner.get("/projects").items().path(0).path("id").asString());
    ids.put("users", owner.get("/whoami").body().path("id").asString());
    ids.put("tokens", owner.get("/tokens").items().path(0).path("id").asString());
    ids.put("activity", owner.get("/audit").items().path(0).path("id").asString());
    // None was sent; only administrators may know whether one was.
    ids.put("messages", UUID.randomUUID().toString());
    ids.put("workers", worker.host());
    ids.put("repositories", owner.get("/repositories").items().path(0).path("id").asString());
    return new OthersThings(owner, ids, volume);
  }

  /** The id of the thing of a kind. */
  public String id(String kind) {
    String id = ids.get(kind);
    assertThat(id).as("OthersThings knows no '%s': add one of them", kind).isNotNull();
    return String.valueOf(id);
  }

  /** The ids of what belongs to another project or person. */
  public List<String> ids() {
    return ids.entrySet().stream()
        .filter(it -> !OF_INSTALLATION.contains(it.getKey()))
        .map(Map.Entry::getValue)
        .distinct()
        .toList();
  }

  /** Nothing that was tried has changed them. */
  public void mustBeUntouched() {
    JsonNode now = owner.get("/volumes/" + ids.get("volumes")).mustBe(200).body();
    for (String member : new String[] {"name", "description", "sizeBytes", "metadata"}) {
      assertThat(now.path(member)).as(member).isEqualTo(volume.path(member));
    }
    for (String kind : new String[] {"backups", "snapshots", "mounts", "policies", "tasks"}) {
      owner.get("/" + kind + "/" + ids.get(kind)).mustBe(200);
    }
    assertThat(owner.get("/backups/" + ids.get("backups")).body().path("status").asString())
        .isEqualTo("available");
  }
}
