package io.holdfast.console.policy;

import io.holdfast.console.backup.NotBackedUp;
import io.holdfast.console.refusal.Refusal;
import io.holdfast.schema.SchemaDatabase;
import io.holdfast.schema.identity.Actor;
import io.holdfast.schema.identity.Projects;
import io.holdfast.schema.policy.Policies;
import io.holdfast.schema.policy.Policy;
import io.holdfast.schema.policy.PolicyTerms;
import io.holdfast.schema.policy.RunWork;
import io.holdfast.schema.submission.NewBackup;
import io.holdfast.schema.volume.Volume;
import io.holdfast.schema.volume.VolumeQueries;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jooq.DSLContext;

/** Submits the backups of runs, volume by volume, each when it has its turn. */
final class RunBackups {

  private static final int AT_ONCE = 200;
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

  private final DSLContext database;
  private final RunWork work;

  RunBackups(DSLContext database) {
    this.database = database;
    this.work = new RunWork(database);
  }

  /** Submits some. True: there may be more whose turn it is. */
  boolean run() {
    Map<UUID, Policy> policies = new HashMap<>();
    Set<UUID> full = new HashSet<>();
    List<RunWork.Turn> turns = work.turns(AT_ONCE);
    for (RunWork.Turn turn : turns) {
      Policy policy =
          policies.computeIfAbsent(
              turn.policyId(), id -> new Policies(database).find(id).orElse(null));
      if (policy != null
          && !full.contains(policy.id())
          && submit(turn, policy) == RunWork.Outcome.NO_ROOM) {
        full.add(policy.id());
      }
    }
    work.settle();
    return turns.size() == AT_ONCE;
  }

  private RunWork.Outcome submit(RunWork.Turn turn, Policy policy) {
    PolicyTerms terms = policy.terms();
    Volume volume = new VolumeQueries(database).find(turn.volumeId()).orElse(null);
    NewBackup wanted =
        new NewBackup(
            volume == null ? Projects.DEFAULT_ID : volume.projectId(),
            turn.volumeId(),
            null,
            name(terms),
            "",
            !work.wantsFull(policy.id(), turn.volumeId(), terms.fullEvery()),
            Map.of(),
            terms.repositoryId(),
            null);
    return work.submit(
        turn,
        wanted,
        refused -> {
          Refusal why =
              NotBackedUp.because(
                  refused, wanted, turn.volumeName(), volume == null ? "" : volume.projectName());
          return why.detail() + " " + why.next();
        },
        Actor.system(policy.actorName()));
  }

  private String name(PolicyTerms terms) {
    String moment = MINUTE.format(SchemaDatabase.now(database).atZone(ZoneId.of(terms.timeZone())));
    String name = terms.name();
    return name.substring(0, Math.min(name.length(), 200)) + " " + moment;
  }
}
