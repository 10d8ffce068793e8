package io.holdfast.console.api;

import io.holdfast.console.identity.Caller;
import io.holdfast.console.identity.ProjectsService;
import io.holdfast.console.policy.PoliciesService;
import io.holdfast.console.policy.PolicyPreview;
import io.holdfast.console.policy.PolicyRequest;
import io.holdfast.console.policy.Retention;
import io.holdfast.console.refusal.Refusal;
import io.holdfast.console.repository.RepositoriesService;
import io.holdfast.console.security.SignedIn;
import io.holdfast.schema.policy.Cover;
import io.holdfast.schema.policy.CoverKind;
import io.holdfast.schema.policy.CoveredVolumes;
import io.holdfast.schema.policy.MissedRuns;
import io.holdfast.schema.policy.RunVolume;
import io.holdfast.schema.policy.RunVolumeState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Policies: make, change, preview, run, and how their runs went. */
@RestController
@RequestMapping("/api/v1/policies")
class PoliciesApi {

  /**
   * A policy that somebody wants; what is absent is as usual.
   *
   * @param project id or name; {@code *}: every one; absent: the caller's own
   * @param version only for a change: of the policy that was changed
   */
  record WantedJson(
      @Nullable String name,
      @Nullable String project,
      @Nullable Boolean enabled,
      @Nullable String cron,
      @Nullable String timeZone,
      @Nullable String missed,
      @Nullable Integer windowMinutes,
      @Nullable Integer jitterMinutes,
      @Nullable Integer fullEvery,
      @Nullable String repository,
      @Nullable Integer maxRunning,
      PolicyJson.@Nullable CoverJson covers,
      PolicyJson.@Nullable KeepJson keep,
      @Nullable Long version) {}

  record VolumeJson(UUID id, String name, String backend, long sizeBytes) {

    static VolumeJson of(CoveredVolumes.Named volume) {
      return new VolumeJson(volume.id(), volume.name(), volume.backend(), volume.sizeBytes());
    }
  }

  record RunVolumeJson(
      UUID volumeId,
      String volume,
      String state,
      int tries,
      @Nullable String reason,
      @Nullable UUID backupId,
      @Nullable String backupStatus) {

    static RunVolumeJson of(RunVolume row) {
      return new RunVolumeJson(
          row.volumeId(),
          row.volumeName(),
          row.state().value(),
          row.tries(),
          row.reason(),
          row.backupId(),
          row.backupStatus() == null ? null : row.backupStatus().value());
    }
  }

  record VerdictJson(
      UUID backupId, UUID volumeId, String volume, Instant moment, boolean stays, String why) {

    static VerdictJson of(Retention.Verdict verdict) {
      return new VerdictJson(
          verdict.backup().id(),
          verdict.backup().volumeId(),
          verdict.backup().volumeName(),
          verdict.backup().moment(),
          verdict.stays(),
          String.join("; ", verdict.reasons()));
    }
  }

  /**
   * What a policy would do.
   *
   * @param backups those that it made and what becomes of each
   * @param drops how many of them would go
   * @param madeInYear how many backups of each volume a year of it makes
   * @param stayAfterYear how many of those stay
   */
  record PreviewJson(
      String schedule,
      List<Instant> nextRuns,
      int volumeCount,
      List<VolumeJson> volumes,
      List<VerdictJson> backups,
      int drops,
      int madeInYear,
      int stayAfterYear) {

    static PreviewJson of(PolicyPreview preview) {
      return new PreviewJson(
          preview.words(),
          preview.nextRuns(),
          preview.volumeCount(),
          preview.volumes().stream().map(VolumeJson::of).toList(),
          preview.backups().stream().map(VerdictJson::of).toList(),
          preview.drops(),
          preview.afterYear().made(),
          preview.afterYear().stay().size());
    }
  }

  private final SignedIn signedIn;
  private final PoliciesService policies;
  private final ProjectsService projects;
  private final RepositoriesService repositories;

  PoliciesApi(
      SignedIn signedIn,
      PoliciesService policies,
      ProjectsService projects,
      RepositoriesService repositories) {
    this.signedIn = signedIn;
    this.policies = policies;
    this.projects = projects;
    this.repositories = repositories;
  }

  @GetMapping
  Page<PolicyJson> list() {
    return Page.whole(policies.list(signedIn.caller()), PolicyJson::of);
  }

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  PolicyJson create(@RequestBody WantedJson wanted) {
    Caller caller = signedIn.caller();
    return PolicyJson.of(policies.create(caller, request(caller, wanted)));
  }

  @PostMapping("/preview")
  PreviewJson preview(
      @RequestBody WantedJson wanted, @RequestParam(required = false) @Nullable String policy) {
    Caller caller = signedIn.caller();
    return PreviewJson.of(
        policies.preview(caller, Words.optionalId(policy, "policy id"), request(caller, wanted)));
  }

  @GetMapping("/{id}")
  PolicyJson get(@PathVariable String id) {
    return PolicyJson.of(policies.get(signedIn.caller(), policy(id)));
  }

  /** Changes all of it: send what was got, with what is to be otherwise. */
  @PutMapping("/{id}")
  PolicyJson update(@PathVariable String id, @RequestBody WantedJson wanted) {
    Caller caller = signedIn.caller();
    if (wanted.version() == null) {
      throw Refusal.invalid(
          "version-missing",
          "The version of the policy that was changed is missing.",
          "Get the policy, change that, and send it with its version.");
    }
    return PolicyJson.of(
        policies.update(caller, policy(id), wanted.version(), request(caller, wanted)));
  }

  @DeleteMapping("/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void delete(@PathVariable String id) {
    policies.delete(signedIn.caller(), policy(id));
  }

  @PostMapping("/{id}/run")
  @ResponseStatus(HttpStatus.ACCEPTED)
  PolicyJson.RunJson run(@PathVariable String id) {
    return PolicyJson.RunJson.of(policies.runNow(signedIn.caller(), policy(id)));
  }

  @GetMapping("/{id}/preview")
  PreviewJson preview(@PathVariable String id) {
    return PreviewJson.of(policies.preview(signedIn.caller(), policy(id)));
  }

  @GetMapping("/{id}/volumes")
  Page<VolumeJson> volumes(
      @PathVariable String id,
      @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable String marker) {
    Caller caller = signedIn.caller();
    return Page.of(
        marker, limit, slice -> policies.volumes(caller, policy(id), slice), VolumeJson::of);
  }

  @GetMapping("/{id}/runs")
  Page<PolicyJson.RunJson> runs(
      @PathVariable String id,
      @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable String marker) {
    Caller caller = signedIn.caller();
    return Page.of(
        marker, limit, slice -> policies.runs(caller, policy(id), slice), PolicyJson.RunJson::of);
  }

  /** What became of each volume of a run, those without a backup first. */
  @GetMapping("/runs/{run}/volumes")
  Page<RunVolumeJson> runVolumes(
      @PathVariable String run,
      @RequestParam(required = false) @Nullable String state,
      @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable String marker) {
    Caller caller = signedIn.caller();
    RunVolumeState wanted =
        state == null
            ? null
            : Words.one(state, RunVolumeState.values(), RunVolumeState::value, "state");
    return Page.of(
        marker,
        limit,
        slice -> policies.runVolumes(caller, Words.id(run, "run id"), wanted, slice),
        RunVolumeJson::of);
  }

  private PolicyRequest request(Caller caller, WantedJson wanted) {
    return new PolicyRequest(
        PolicyJson.EVERY_PROJECT.equals(wanted.project())
            ? null
            : projects.resolve(caller, wanted.project()).orElse(caller.home()),
        wanted.name(),
        wanted.enabled() == null || wanted.enabled(),
        wanted.cron(),
        wanted.timeZone(),
        wanted.missed() == null
            ? null
            : Words.one(wanted.missed(), MissedRuns.values(), MissedRuns::value, "missed"),
        wanted.windowMinutes(),
        wanted.jitterMinutes(),
        wanted.fullEvery(),
        repositories.resolve(wanted.repository()),
        wanted.maxRunning(),
        cover(wanted.covers()),
        wanted.keep() == null ? null : wanted.keep().keep());
  }

  private static @Nullable Cover cover(PolicyJson.@Nullable CoverJson wanted) {
    return wanted == null
        ? null
        : new Cover(
            Words.one(wanted.kind(), CoverKind.values(), CoverKind::value, "cover"),
            wanted.name(),
            wanted.backend(),
            Objects.requireNonNullElse(wanted.metadata(), Map.of()),
            Objects.requireNonNullElse(wanted.volumes(), Set.of()));
  }

  private static UUID policy(String id) {
    return Words.id(id, "policy id");
  }
}
