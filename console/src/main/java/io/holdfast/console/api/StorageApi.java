package io.holdfast.console.api;

import io.holdfast.console.repository.PlaceTrial;
import io.holdfast.console.repository.PlaceTrialService;
import io.holdfast.console.repository.RepositoriesService;
import io.holdfast.console.repository.RepositoryRequest;
import io.holdfast.console.repository.RepositoryView;
import io.holdfast.console.security.SignedIn;
import io.holdfast.console.volume.VolumesService;
import io.holdfast.schema.volume.Backend;
import java.time.Instant;
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
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Where volumes lie (backends) and where backups lie (repositories). */
@RestController
@RequestMapping("/api/v1")
class StorageApi {

  record BackendJson(
      String name,
      String volumeService,
      String availabilityZone,
      Map<String, String> capabilities,
      @Nullable Long totalBytes,
      @Nullable Long freeBytes,
      @Nullable Integer maxRunningTasks,
      Instant seenAt) {

    static BackendJson of(Backend backend) {
      return new BackendJson(
          backend.name(),
          backend.volumeServiceHost(),
          backend.availabilityZone(),
          backend.capabilities(),
          backend.totalBytes(),
          backend.freeBytes(),
          backend.maxRunningTasks(),
          backend.seenAt());
    }
  }

  record RepositoryJson(
      UUID id,
      String name,
      String driver,
      String location,
      boolean encrypted,
      @Nullable String warning,
      @Nullable String passphraseFile,
      String state,
      @Nullable String message,
      @Nullable Integer chunkSizeBytes,
      @Nullable Integer maxRunningTasks,
      boolean isDefault,
      int backups,
      int packs,
      long storedBytes,
      long protectedBytes,
      @Nullable Instant verifiedAt,
      Instant createdAt) {

    static RepositoryJson of(RepositoryView repository) {
      return new RepositoryJson(
          repository.id(),
          repository.name(),
          repository.driver(),
          repository.location(),
          repository.encrypted(),
          repository.encrypted()
              ? null
              : "NOT ENCRYPTED: whoever can read its files can read the volumes.",
          repository.passphraseFile(),
          repository.state().value(),
          repository.message(),
          repository.chunkSizeBytes(),
          repository.maxRunningTasks(),
          repository.isDefault(),
          repository.usage().backups(),
          repository.usage().packs(),
          repository.usage().storedBytes(),
          repository.usage().protectedBytes(),
          repository.verifiedAt(),
          repository.createdAt());
    }
  }

  /** A limit; absent or null lifts it. */
  record LimitJson(@Nullable Integer maxRunningTasks) {}

  private final SignedIn signedIn;
  private final VolumesService volumes;
  private final RepositoriesService repositories;
  private final PlaceTrialService trials;

  StorageApi(
      SignedIn signedIn,
      VolumesService volumes,
      RepositoriesService repositories,
      PlaceTrialService trials) {
    this.signedIn = signedIn;
    this.volumes = volumes;
    this.repositories = repositories;
    this.trials = trials;
  }

  @GetMapping("/backends")
  Page<BackendJson> backends() {
    return Page.whole(volumes.backends(signedIn.caller()), BackendJson::of);
  }

  @PatchMapping("/backends/{name}")
  BackendJson limitBackend(@PathVariable String name, @RequestBody LimitJson limit) {
    return BackendJson.of(volumes.limitBackend(signedIn.caller(), name, limit.maxRunningTasks()));
  }

  @GetMapping("/repositories")
  Page<RepositoryJson> repositories() {
    return Page.whole(repositories.list(signedIn.caller()), RepositoryJson::of);
  }

  @PostMapping("/repositories")
  @ResponseStatus(HttpStatus.CREATED)
  RepositoryJson createRepository(@RequestBody RepositoryRequest wanted) {
    return RepositoryJson.of(repositories.create(signedIn.caller(), wanted));
  }

  /** What each worker finds where a repository is to be; nothing is made. */
  @PostMapping("/repositories/try")
  Page<PlaceTrial> tryRepository(@RequestBody RepositoryRequest wanted) {
    return Page.whole(trials.tryOut(signedIn.caller(), wanted), trial -> trial);
  }

  @GetMapping("/repositories/{id}")
  RepositoryJson repository(@PathVariable String id) {
    return RepositoryJson.of(repositories.get(signedIn.caller(), repositoryId(id)));
  }

  @PatchMapping("/repositories/{id}")
  RepositoryJson limitRepository(@PathVariable String id, @RequestBody LimitJson limit) {
    return RepositoryJson.of(
        repositories.limit(signedIn.caller(), repositoryId(id), limit.maxRunningTasks()));
  }

  @PostMapping("/repositories/{id}/default")
  RepositoryJson makeDefault(@PathVariable String id) {
    return RepositoryJson.of(repositories.makeDefault(signedIn.caller(), repositoryId(id)));
  }

  @PostMapping("/repositories/{id}/reclaim")
  @ResponseStatus(HttpStatus.ACCEPTED)
  TaskJson reclaim(@PathVariable String id) {
    return TaskJson.of(repositories.reclaim(signedIn.caller(), repositoryId(id)));
  }

  /** How much to read; absent or null is everything. */
  record VerifyJson(@Nullable Integer samplePercent) {}

  @PostMapping("/repositories/{id}/verify")
  @ResponseStatus(HttpStatus.ACCEPTED)
  TaskJson verify(
      @PathVariable String id, @RequestBody(required = false) @Nullable VerifyJson how) {
    return TaskJson.of(
        repositories.verify(
            signedIn.caller(), repositoryId(id), how == null ? null : how.samplePercent()));
  }

  @PostMapping("/repositories/{id}/reindex")
  @ResponseStatus(HttpStatus.ACCEPTED)
  TaskJson reindex(@PathVariable String id) {
    return TaskJson.of(repositories.reindex(signedIn.caller(), repositoryId(id)));
  }

  @DeleteMapping("/repositories/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void removeRepository(@PathVariable String id) {
    repositories.remove(signedIn.caller(), repositoryId(id));
  }

  private static UUID repositoryId(String id) {
    return Words.id(id, "repository id");
  }
}
