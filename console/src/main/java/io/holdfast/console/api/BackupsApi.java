package io.holdfast.console.api;

import io.holdfast.console.backup.BackupRequest;
import io.holdfast.console.backup.BackupsService;
import io.holdfast.console.backup.RestoreTarget;
import io.holdfast.console.backup.Submitted;
import io.holdfast.console.identity.Caller;
import io.holdfast.console.identity.ProjectsService;
import io.holdfast.console.refusal.Refusal;
import io.holdfast.console.repository.RepositoriesService;
import io.holdfast.console.security.SignedIn;
import io.holdfast.schema.Order;
import io.holdfast.schema.backup.BackupFilter;
import io.holdfast.schema.backup.BackupSort;
import io.holdfast.schema.backup.BackupStatus;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Backups: make, list, describe, restore, verify, delete. */
@RestController
@RequestMapping("/api/v1/backups")
class BackupsApi {

  record NewBackupJson(
      @Nullable String volumeId,
      @Nullable String snapshotId,
      @Nullable String name,
      @Nullable String description,
      @Nullable Boolean incremental,
      @Nullable Map<String, String> metadata,
      @Nullable String repository) {}

  record DescriptionJson(
      @Nullable String name,
      @Nullable String description,
      @Nullable Map<String, String> metadata) {}

  /** Either a volume that is there, or a new one of this name, on this backend. */
  record RestoreJson(
      @Nullable String volumeId, @Nullable String volumeName, @Nullable String backend) {}

  /** What was accepted; the task tells how it goes. */
  record SubmittedJson(BackupJson backup, @Nullable VolumeJson volume, TaskJson task) {

    static SubmittedJson of(Submitted submitted) {
      return new SubmittedJson(
          BackupJson.of(submitted.backup()),
          submitted.volume() == null ? null : VolumeJson.of(submitted.volume()),
          TaskJson.of(submitted.task()));
    }
  }

  private final SignedIn signedIn;
  private final BackupsService backups;
  private final ProjectsService projects;
  private final RepositoriesService repositories;

  BackupsApi(
      SignedIn signedIn,
      BackupsService backups,
      ProjectsService projects,
      RepositoriesService repositories) {
    this.signedIn = signedIn;
    this.backups = backups;
    this.projects = projects;
    this.repositories = repositories;
  }

  @GetMapping
  Page<BackupJson> list(
      @RequestParam(required = false) @Nullable String status,
      @RequestParam(required = false) @Nullable String project,
      @RequestParam(required = false) @Nullable String volumeId,
      @RequestParam(required = false) @Nullable String repository,
      @RequestParam(required = false) @Nullable String name,
      @RequestParam(required = false) @Nullable String q,
      @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable String marker) {
    Caller caller = signedIn.caller();
    BackupFilter filter =
        BackupFilter.all()
            .inProject(projects.resolve(caller, project).orElse(null))
            .withStatus(Words.list(status, BackupStatus.values(), BackupStatus::value, "status"))
            .ofVolume(Words.optionalId(volumeId, "volume id"))
            .inRepository(repositories.resolve(repository))
            .named(name)
            .withText(q);
    return Page.of(
        marker,
        limit,
        slice -> backups.list(caller, filter, Order.descending(BackupSort.CREATED), slice),
        BackupJson::of);
  }

  @PostMapping
  @ResponseStatus(HttpStatus.ACCEPTED)
  SubmittedJson create(@RequestBody NewBackupJson wanted) {
    return SubmittedJson.of(
        backups.create(
            signedIn.caller(),
            new BackupRequest(
                Words.id(wanted.volumeId(), "volume id"),
                Words.optionalId(wanted.snapshotId(), "snapshot id"),
                wanted.name(),
                wanted.description(),
                Boolean.TRUE.equals(wanted.incremental()),
                wanted.metadata(),
                repositories.resolve(wanted.repository()))));
  }

  @GetMapping("/{id}")
  BackupJson get(@PathVariable String id) {
    return BackupJson.of(backups.get(signedIn.caller(), backup(id)));
  }

  @GetMapping("/{id}/dependents")
  Page<BackupJson> dependents(@PathVariable String id) {
    return Page.whole(backups.dependents(signedIn.caller(), backup(id)), BackupJson::of);
  }

  @PatchMapping("/{id}")
  BackupJson describe(@PathVariable String id, @RequestBody DescriptionJson change) {
    return BackupJson.of(
        backups.describe(
            signedIn.caller(), backup(id), change.name(), change.description(), change.metadata()));
  }

  /** Has it stay, whatever policies and people want. */
  @PostMapping("/{id}/hold")
  BackupJson hold(@PathVariable String id) {
    return BackupJson.of(backups.hold(signedIn.caller(), backup(id), true));
  }

  @PostMapping("/{id}/release")
  BackupJson release(@PathVariable String id) {
    return BackupJson.of(backups.hold(signedIn.caller(), backup(id), false));
  }

  @DeleteMapping("/{id}")
  @ResponseStatus(HttpStatus.ACCEPTED)
  SubmittedJson delete(@PathVariable String id) {
    return SubmittedJson.of(backups.delete(signedIn.caller(), backup(id)));
  }

  @PostMapping("/{id}/restore")
  @ResponseStatus(HttpStatus.ACCEPTED)
  SubmittedJson restore(
      @PathVariable String id, @RequestBody(required = false) @Nullable RestoreJson target) {
    return SubmittedJson.of(backups.restore(signedIn.caller(), backup(id), target(target)));
  }

  private static RestoreTarget target(@Nullable RestoreJson wanted) {
    if (wanted == null) {
      return new RestoreTarget.ToNewVolume(null, null);
    }
    UUID volume = Words.optionalId(wanted.volumeId(), "volume id");
    if (volume == null) {
      return new RestoreTarget.ToNewVolume(wanted.volumeName(), wanted.backend());
    }
    if (wanted.volumeName() != null || wanted.backend() != null) {
      throw Refusal.invalid(
          "target-ambiguous",
          "The target is named both as a volume that is there and as a new one.",
          "Send either volumeId, or volumeName and backend.");
    }
    return new RestoreTarget.ToVolume(volume);
  }

  /** How much to read; absent or null is everything. */
  record VerifyJson(@Nullable Integer samplePercent) {}

  @PostMapping("/{id}/verify")
  @ResponseStatus(HttpStatus.ACCEPTED)
  SubmittedJson verify(
      @PathVariable String id, @RequestBody(required = false) @Nullable VerifyJson how) {
    Integer percent = how == null ? null : how.samplePercent();
    return SubmittedJson.of(backups.verify(signedIn.caller(), backup(id), percent));
  }

  private static UUID backup(String id) {
    return Words.id(id, "backup id");
  }
}
