package io.holdfast.console.ui.identity;

import io.holdfast.console.identity.Caller;
import io.holdfast.console.identity.ProjectsService;
import io.holdfast.console.ui.Mark;
import io.holdfast.console.ui.Sizes;
import io.holdfast.console.ui.Texts;
import io.holdfast.console.ui.Tone;
import io.holdfast.schema.identity.Project;
import io.holdfast.schema.identity.Quota;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A project with what it may hold and what it holds. */
record ProjectUse(Project project, Quota quota) {

  /** From this share of a limit on, somebody should look. */
  private static final double NEARLY = 0.9;

  static List<ProjectUse> all(Caller caller, ProjectsService projects) {
    Map<UUID, Project> known =
        projects.list(caller).stream().collect(Collectors.toMap(Project::id, Function.identity()));
    // Every project has its quota from the start.
    return projects.quotas(caller).stream()
        .flatMap(quota ->
            Optional.ofNullable(known.get(quota.projectId())).stream()
                .map(project -> new ProjectUse(project, quota)))
        .toList();
  }

  static ProjectUse of(Caller caller, ProjectsService projects, UUID id) {
    return new ProjectUse(projects.get(caller, id), projects.quota(caller, id));
  }

  /** {@code 12 of 100}; without a limit {@code 12}. */
  String backups() {
    Long limit = quota.backupsLimit();
    return limit == null
        ? Texts.number(quota.backupsUsed())
        : Texts.of("project.of", Texts.number(quota.backupsUsed()), Texts.number(limit));
  }

  /** {@code 3 GiB of 10 GiB}. */
  String size() {
    Long limit = quota.backupBytesLimit();
    String used = Sizes.shortly(quota.backupBytesUsed());
    return limit == null ? used : Texts.of("project.of", used, Sizes.shortly(limit));
  }

  /** How near it is to the nearer of its limits. */
  Mark standing() {
    if (quota.backupsLimit() == null && quota.backupBytesLimit() == null) {
      return new Mark(Tone.QUIET, Texts.of("project.unlimited"));
    }
    double share =
        Math.max(
            share(quota.backupsUsed(), quota.backupsLimit()),
            share(quota.backupBytesUsed(), quota.backupBytesLimit()));
    if (share >= 1) {
      return new Mark(Tone.BAD, Texts.of("project.full"), Texts.of("project.full.more"));
    }
    String used = Texts.of("project.used", (int) Math.floor(100 * share));
    return new Mark(share >= NEARLY ? Tone.WARNING : Tone.GOOD, used);
  }

  private static double share(long used, @Nullable Long limit) {
    if (limit == null) {
      return 0;
    }
    return limit == 0 ? 1 : (double) used / limit;
  }
}
