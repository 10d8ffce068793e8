package io.holdfast.console.policy;

import io.holdfast.console.identity.Caller;
import io.holdfast.console.refusal.Refusal;
import io.holdfast.schema.SchemaDatabase;
import io.holdfast.schema.Slice;
import io.holdfast.schema.identity.Projects;
import io.holdfast.schema.policy.Cover;
import io.holdfast.schema.policy.CoveredVolumes;
import io.holdfast.schema.policy.Policies;
import io.holdfast.schema.policy.Policy;
import io.holdfast.schema.policy.PolicyRun;
import io.holdfast.schema.policy.PolicyTerms;
import io.holdfast.schema.policy.RunQueries;
import io.holdfast.schema.policy.RunStart;
import io.holdfast.schema.policy.RunVolume;
import io.holdfast.schema.policy.RunVolumeState;
import io.holdfast.schema.policy.StartResult;
import io.holdfast.schema.repository.Repositories;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/**
 * All that callers can do with policies. Operators and administrators do it with every one, a
 * project's members with those of the project; viewers look.
 */
@Service
public class PoliciesService {

  static final int NEXT_RUNS = 5;

  private final DSLContext database;
  private final Policies policies;
  private final RunQueries runs;
  private final CoveredVolumes covered;
  private final PreviewReckoning reckoning;

  PoliciesService(DSLContext database) {
    this.database = database;
    this.policies = new Policies(database);
    this.runs = new RunQueries(database);
    this.covered = new CoveredVolumes(database);
    this.reckoning = new PreviewReckoning(database);
  }

  /** Those that the caller sees, by name. */
  public List<PolicyView> list(Caller caller) {
    return views(all(caller));
  }

  /** Those that the caller sees, by name, without how they stand: quick in a large installation. */
  public List<Policy> all(Caller caller) {
    return policies.list(caller.onlyProject());
  }

  /** How policies stand, in their order. Counts the volumes of each. */
  public List<PolicyView> views(List<Policy> found) {
    Map<UUID, PolicyRun> last = runs.newest(found.stream().map(Policy::id).toList());
    return found.stream().map(policy -> view(policy, last.get(policy.id()))).toList();
  }

  /** Enabled policies that cover a volume, as far as the caller sees them. */
  public List<PolicyView> covering(Caller caller, UUID volumeId) {
    return views(
        policies.covering(volumeId).stream()
            .filter(policy -> caller.sees(policy.terms().projectId()))
            .toList());
  }

  /** The names of those that the caller sees, by id, ordered by name. */
  public Map<UUID, String> names(Caller caller) {
    Map<UUID, String> names = new LinkedHashMap<>();
    policies.list(caller.onlyProject()).forEach(policy -> names.put(policy.id(), policy.name()));
    return names;
  }

  /**
   * The names of the enabled policies that cover volumes, by volume, as far as the caller sees
   * them. What none covers is missing.
   */
  public Map<UUID, List<String>> namesCovering(Caller caller, List<UUID> volumes) {
    Map<UUID, List<String>> names = new HashMap<>();
    policies
        .covering(volumes)
        .forEach((volume, covers) -> {
          List<String> seen =
              covers.stream()
                  .filter(it -> caller.sees(it.projectId()))
                  .map(Policies.Covers::name)
                  .toList();
          if (!seen.isEmpty()) {
            names.put(volume, seen);
          }
        });
    return names;
  }

  public PolicyView get(Caller caller, UUID id) {
    return views(List.of(find(caller, id))).getFirst();
  }

  public PolicyView create(Caller caller, PolicyRequest request) {
    PolicyTerms terms = check(caller, request);
    mustBeThere(terms, terms.cover().volumes());
    UUID id =
        policies
            .create(terms, nextRun(terms), caller.actor())
            .orElseThrow(() -> nameTaken(terms.name()));
    return get(caller, id);
  }

  /**
   * Changes all of a policy.
   *
   * @param version of the policy that the change was made to
   */
  public PolicyView update(Caller caller, UUID id, long version, PolicyRequest request) {
    Policy policy = find(caller, id);
    mustEdit(caller, policy.terms().projectId());
    PolicyTerms terms = check(caller, request);
    Set<UUID> added = new HashSet<>(terms.cover().volumes());
    added.removeAll(policy.terms().cover().volumes());
    mustBeThere(terms, added);
    return switch (policies.update(id, version, terms, nextRun(terms), caller.actor())) {
      case CHANGED -> get(caller, id);
      case MISSING -> throw Refusal.notFound("policy", id);
      case NAME_TAKEN -> throw nameTaken(terms.name());
      case CHANGED_MEANWHILE ->
          throw Refusal.conflict(
              "policy-changed",
              "Policy '%s' was changed by somebody else meanwhile.".formatted(policy.name()),
              "Look at it as it is now, and change that.");
    };
  }

  /** Removes a policy; the backups that it made stay until people delete them. */
  public void delete(Caller caller, UUID id) {
    mustEdit(caller, find(caller, id).terms().projectId());
    if (!policies.delete(id, caller.actor())) {
      throw Refusal.notFound("policy", id);
    }
  }

  /** Starts a run now, whether or not the policy is enabled. */
  public PolicyRun runNow(Caller caller, UUID id) {
    Policy policy = find(caller, id);
    mustEdit(caller, policy.terms().projectId());
    return switch (new RunStart(database).now(policy, caller.actor())) {
      case StartResult.Started(UUID run) -> runs.find(run).orElseThrow();
      case StartResult.Lost() ->
          throw Refusal.conflict(
              "policy-changed",
              "Policy '%s' was changed just now.".formatted(policy.name()),
              "Try again.");
      case StartResult.StillRunning(UUID run) ->
          throw Refusal.conflict(
              "policy-running",
              "Policy '%s' is running: %d of its volumes are waiting for their backups to begin."
                  .formatted(policy.name(), runs.find(run).map(PolicyRun::waiting).orElse(0)),
              "Look at that run; wait until none is waiting.");
    };
  }

  /** Runs of a policy, the newest first. */
  public List<PolicyRun> runs(Caller caller, UUID id, Slice slice) {
    return runs.ofPolicy(find(caller, id).id(), slice);
  }

  /** What became of the volumes of a run, those without a backup first. */
  public List<RunVolume> runVolumes(
      Caller caller, UUID runId, @Nullable RunVolumeState state, Slice slice) {
    PolicyRun run =
        runs.find(runId)
            .filter(it ->
                policies
                    .find(it.policyId())
                    .filter(policy -> caller.sees(policy.terms().projectId()))
                    .isPresent())
            .orElseThrow(() -> Refusal.notFound("run", runId));
    return runs.volumes(run.id(), state, slice);
  }

  /** The volumes that a policy covers now, by name. */
  public List<CoveredVolumes.Named> volumes(Caller caller, UUID id, Slice slice) {
    PolicyTerms terms = find(caller, id).terms();
    return covered.list(terms.projectId(), terms.cover(), slice);
  }

  /**
   * What a policy would do if it were saved.
   *
   * @param id of the policy that would be changed; {@code null} for a new one
   */
  public PolicyPreview preview(Caller caller, @Nullable UUID id, PolicyRequest request) {
    Policy now = id == null ? null : find(caller, id);
    return reckoning.preview(checkVisible(caller, request), now, SchemaDatabase.now(database));
  }

  /** What a policy will do as it is. */
  public PolicyPreview preview(Caller caller, UUID id) {
    Policy policy = find(caller, id);
    return reckoning.preview(policy.terms(), policy, SchemaDatabase.now(database));
  }

  private Policy find(Caller caller, UUID id) {
    return policies
        .find(id)
        .filter(policy -> caller.sees(policy.terms().projectId()))
        .orElseThrow(() -> Refusal.notFound("policy", id));
  }

  private PolicyTerms check(Caller caller, PolicyRequest request) {
    caller.mustOperate();
    mustEdit(caller, request.projectId());
    return checkVisible(caller, request);
  }

  private PolicyTerms checkVisible(Caller caller, PolicyRequest request) {
    UUID project = request.projectId();
    if (project == null) {
      caller.mustSeeInstallation();
    } else if (!caller.sees(project) || new Projects(database).find(project).isEmpty()) {
      throw Refusal.notFound("project", project);
    }
    UUID repository = request.repositoryId();
    if (repository != null && new Repositories(database).find(repository).isEmpty()) {
      throw Refusal.notFound("repository", repository);
    }
    return PolicyInput.check(request);
  }

  /** Listed volumes that are not there, or are another project's, would be left out in silence. */
  private void mustBeThere(PolicyTerms terms, Set<UUID> listed) {
    Set<UUID> missing = new HashSet<>(listed);
    covered
        .list(terms.projectId(), Cover.listed(listed), Slice.first(listed.size()))
        .forEach(volume -> missing.remove(volume.id()));
    missing.stream()
        .findFirst()
        .ifPresent(id -> {
          throw Refusal.invalid(
              "volume-not-covered",
              "There is no volume '%s' that this policy could cover.".formatted(id),
              "List volumes that are there, of the policy's project.");
        });
  }

  private static void mustEdit(Caller caller, @Nullable UUID projectId) {
    if (projectId == null) {
      caller.mustOperateInstallation();
    } else {
      caller.mustOperate();
    }
  }

  private @Nullable Instant nextRun(PolicyTerms terms) {
    return terms.enabled()
        ? Schedule.of(terms.cron(), terms.timeZone())
            .after(SchemaDatabase.now(database))
            .orElseThrow()
        : null;
  }

  private PolicyView view(Policy policy, @Nullable PolicyRun last) {
    PolicyTerms terms = policy.terms();
    Instant next = policy.nextRunAt();
    return new PolicyView(
        policy,
        Recurrence.of(terms.cron()).words() + " (" + terms.timeZone() + ")",
        next == null
            ? List.of()
            : Schedule.of(terms.cron(), terms.timeZone()).next(next.minusNanos(1), NEXT_RUNS),
        covered.count(terms.projectId(), terms.cover()),
        last);
  }

  private static Refusal nameTaken(String name) {
    return Refusal.conflict(
        "name-taken", "There is a policy '%s' already.".formatted(name), "Choose another name.");
  }
}
