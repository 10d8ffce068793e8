package io.holdfast.console.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.holdfast.console.identity.Caller;
import io.holdfast.console.refusal.Bulk;
import io.holdfast.console.refusal.Refusal;
import io.holdfast.console.testing.Client;
import io.holdfast.console.testing.FakeWorker;
import io.holdfast.console.testing.Shared;
import io.holdfast.console.testing.Site;
import io.holdfast.schema.backup.Backup;
import io.holdfast.schema.volume.Volume;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** The same for many at once: each is decided on by itself, and before anything is done. */
@ExtendWith(Shared.class)
class BulkBackupsIT {

  private final Site site;
  private final Client admin;
  private final BulkBackups bulk;
  private final FakeWorker worker;

  BulkBackupsIT(Site site) {
    this.site = site;
    this.admin = site.administrator();
    this.bulk = site.console().bean(BulkBackups.class);
    this.worker = new FakeWorker(site.console(), Site.name("worker"), 8);
  }

  @AfterEach
  void close() {
    worker.close();
  }

  @Test
  void a_chain_is_deleted_from_its_end_and_what_cannot_go_is_told_before() {
    Caller caller = site.caller(admin);
    JsonNode volume = site.volume(admin);
    UUID full = id(site.backup(admin, worker, volume));
    UUID child = incremental(volume);
    JsonNode otherVolume = site.volume(admin);
    UUID held = id(site.backup(admin, worker, otherVolume));
    admin.post("/backups/" + held + "/hold", Map.of()).mustBe(200);
    UUID gone = UUID.randomUUID();

    assertThat(bulk.planDelete(caller, Set.of(full)).refused())
        .extracting(it -> it.why().code())
        .containsExactly("backup-has-dependents");
    Bulk<Backup> plan = bulk.planDelete(caller, Set.of(full, child, held, gone));
    assertThat(plan.accepted()).extracting(Backup::id).containsExactly(child, full);
    assertThat(plan.refused())
        .extracting(it -> it.why().code())
        .containsExactlyInAnyOrder("backup-held", "backup-not-found");
    assertThat(bulk.volumesOnlyIn(caller, plan.accepted()))
        .containsExactly(volume.path("name").asString());
    for (UUID untouched : Set.of(full, child, held)) {
      assertThat(status(untouched)).isEqualTo("available");
    }

    Bulk<Backup> done = bulk.delete(caller, Set.of(full, child, held));
    assertThat(done.accepted()).extracting(Backup::id).containsExactly(child, full);
    assertThat(done.refused()).hasSize(1);
    for (UUID leaving : Set.of(full, child)) {
      finish("delete", leaving);
      admin.get("/backups/" + leaving).mustBe(404);
    }
    assertThat(status(held)).isEqualTo("available");
  }

  @Test
  void those_that_can_be_are_verified() {
    Caller caller = site.caller(admin);
    UUID whole = id(site.backup(admin, worker, site.volume(admin)));
    JsonNode asked =
        admin
            .post("/backups", Map.of("volumeId", site.volume(admin).path("id").asString()))
            .mustBe(202)
            .body();
    UUID making = UUID.fromString(asked.path("backup").path("id").asString());

    assertThat(bulk.planVerify(caller, Set.of(whole, making)).refused())
        .extracting(it -> it.why().code())
        .containsExactly("backup-busy");
    assertThat(bulk.verify(caller, Set.of(whole, making)).accepted())
        .extracting(Backup::id)
        .containsExactly(whole);
    assertThat(bulk.planVerify(caller, Set.of(whole)).accepted()).isEmpty();

    String verify = task("verify", whole);
    admin.post("/tasks/" + verify + "/cancel", Map.of()).mustBe(200);
    finish("backup", making);
  }

  @Test
  void a_member_neither_plans_nor_does_anything_with_what_is_anothers() {
    UUID foreign = id(site.backup(admin, worker, site.volume(admin)));
    String foreignVolume = admin.get("/backups/" + foreign).body().path("volumeId").asString();
    Client member = site.user("member", site.project());
    UUID own = id(site.backup(member, worker, site.volume(member)));
    Caller caller = site.caller(member);

    Bulk<Backup> plan = bulk.planDelete(caller, Set.of(own, foreign));
    assertThat(plan.accepted()).extracting(Backup::id).containsExactly(own);
    assertThat(plan.refused())
        .extracting(it -> it.title() + " " + it.why().code())
        .containsExactly(foreign + " backup-not-found");
    assertThat(bulk.delete(caller, Set.of(foreign)).accepted()).isEmpty();
    assertThat(bulk.verify(caller, Set.of(foreign)).accepted()).isEmpty();
    assertThat(bulk.create(caller, Set.of(UUID.fromString(foreignVolume)), "").accepted())
        .isEmpty();
    assertThat(status(foreign)).isEqualTo("available");

    Caller viewer = site.caller(site.user("viewer", ""));
    assertThatThrownBy(() -> bulk.planDelete(viewer, Set.of(foreign))).isInstanceOf(Refusal.class);
    assertThatThrownBy(() -> bulk.delete(viewer, Set.of(foreign))).isInstanceOf(Refusal.class);
  }

  @Test
  void volumes_are_backed_up_together() {
    Caller caller = site.caller(admin);
    JsonNode one = site.volume(admin);
    JsonNode two = site.volume(admin);
    UUID full = id(site.backup(admin, worker, two));
    Set<UUID> both =
        Set.of(
            UUID.fromString(one.path("id").asString()), UUID.fromString(two.path("id").asString()));

    assertThat(bulk.planCreate(caller, both).accepted()).hasSize(2);
    Bulk<Volume> done = bulk.create(caller, both, " together");
    assertThat(done.accepted()).extracting(Volume::id).containsExactlyInAnyOrderElementsOf(both);
    assertThat(bulk.planCreate(caller, both).refused())
        .extracting(it -> it.why().code())
        .containsOnly("volume-busy");

    for (JsonNode volume : Set.of(one, two)) {
      JsonNode newest =
          admin.get("/backups?volumeId=" + volume.path("id").asString()).items().path(0);
      assertThat(newest.path("name").asString())
          .isEqualTo(volume.path("name").asString() + " together");
      assertThat(newest.path("parentId").asString(""))
          .isEqualTo(volume == two ? full.toString() : "");
      finish("backup", UUID.fromString(newest.path("id").asString()));
    }
  }

  private UUID incremental(JsonNode volume) {
    JsonNode asked =
        admin
            .post("/backups", Map.of("volumeId", volume.path("id").asString(), "incremental", true))
            .mustBe(202)
            .body();
    UUID backup = UUID.fromString(asked.path("backup").path("id").asString());
    finish("backup", backup);
    return backup;
  }

  /** Lets the worker end a backup's task. */
  private void finish(String kind, UUID backup) {
    UUID task = UUID.fromString(task(kind, backup));
    await().atMost(Duration.ofSeconds(30)).until(() -> worker.runs(task));
    worker.finish(task);
  }

  private String task(String kind, UUID backup) {
    return admin
        .get("/tasks?kind=" + kind + "&backupId=" + backup)
        .items()
        .path(0)
        .path("id")
        .asString();
  }

  private String status(UUID backup) {
    return admin.get("/backups/" + backup).mustBe(200).body().path("status").asString();
  }

  private static UUID id(String path) {
    return UUID.fromString(path.substring(path.lastIndexOf('/') + 1));
  }
}
