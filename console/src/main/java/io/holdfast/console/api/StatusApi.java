package io.holdfast.console.api;

import io.holdfast.console.audit.AuditService;
import io.holdfast.console.identity.Caller;
import io.holdfast.console.identity.ProjectsService;
import io.holdfast.console.identity.SettingsService;
import io.holdfast.console.overview.OverviewService;
import io.holdfast.console.security.SignedIn;
import io.holdfast.schema.audit.AuditEntry;
import io.holdfast.schema.audit.AuditFilter;
import io.holdfast.schema.overview.Overview;
import io.holdfast.schema.volume.Protection;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Figures, the audit, settings, and whether the console is healthy. */
@RestController
class StatusApi {

  record StatusJson(
      int volumes,
      long volumeBytes,
      int protectedVolumes,
      int unprotectedVolumes,
      int lateVolumes,
      int failedVolumes,
      Map<String, Integer> backups,
      long protectedBytes,
      long storedBytes,
      int runningTasks,
      int queuedTasks,
      int failedTasks,
      int workers,
      int slots) {

    static StatusJson of(Overview overview) {
      Map<String, Integer> backups = new TreeMap<>();
      overview.backups().forEach((status, count) -> backups.put(status.value(), count));
      return new StatusJson(
          overview.volumes(),
          overview.volumeBytes(),
          overview.protectedVolumes(),
          overview.unprotectedVolumes(),
          overview.volumes(Protection.LATE),
          overview.volumes(Protection.FAILED),
          backups,
          overview.protectedBytes(),
          overview.storedBytes(),
          overview.runningTasks(),
          overview.queuedTasks(),
          overview.failedTasks(),
          overview.workers(),
          overview.slots());
    }
  }

  record AuditJson(
      long id,
      Instant at,
      String actor,
      String action,
      String subjectKind,
      String subjectId,
      @Nullable UUID projectId,
      String outcome,
      Map<String, String> detail) {

    static AuditJson of(AuditEntry entry) {
      return new AuditJson(
          entry.id(),
          entry.at(),
          entry.actor(),
          entry.action(),
          entry.subjectKind(),
          entry.subjectId(),
          entry.projectId(),
          entry.outcome().value(),
          entry.detail());
    }
  }

  record ValueJson(@Nullable String value) {}

  private final SignedIn signedIn;
  private final OverviewService overview;
  private final AuditService audit;
  private final SettingsService settings;
  private final ProjectsService projects;

  StatusApi(
      SignedIn signedIn,
      OverviewService overview,
      AuditService audit,
      SettingsService settings,
      ProjectsService projects) {
    this.signedIn = signedIn;
    this.overview = overview;
    this.audit = audit;
    this.settings = settings;
    this.projects = projects;
  }

  /** Whether requests can be served, the database included. */
  @GetMapping("/healthz")
  Map<String, String> healthy() {
    settings.maximumAge();
    return Map.of("status", "ok");
  }

  @GetMapping("/api/v1/status")
  StatusJson status() {
    return StatusJson.of(overview.figures(signedIn.caller()));
  }

  @GetMapping("/api/v1/audit")
  Page<AuditJson> audit(
      @RequestParam(required = false) @Nullable String project,
      @RequestParam(required = false) @Nullable String q,
      @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable String marker) {
    Caller caller = signedIn.caller();
    AuditFilter filter =
        AuditFilter.all().inProject(projects.resolve(caller, project).orElse(null)).withText(q);
    return Page.of(marker, limit, slice -> audit.list(caller, filter, slice), AuditJson::of);
  }

  @GetMapping("/api/v1/settings")
  Map<String, String> settings() {
    return settings.all(signedIn.caller());
  }

  @PutMapping("/api/v1/settings/{key}")
  Map<String, String> change(@PathVariable String key, @RequestBody ValueJson change) {
    return settings.set(signedIn.caller(), key, Objects.requireNonNullElse(change.value(), ""));
  }
}
