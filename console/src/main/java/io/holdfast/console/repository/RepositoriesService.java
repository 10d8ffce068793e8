package io.holdfast.console.repository;

import io.holdfast.console.identity.Caller;
import io.holdfast.console.identity.Secrets;
import io.holdfast.console.refusal.Input;
import io.holdfast.console.refusal.Refusal;
import io.holdfast.console.task.TaskView;
import io.holdfast.console.task.TasksService;
import io.holdfast.console.worker.WorkersService;
import io.holdfast.schema.Order;
import io.holdfast.schema.Slice;
import io.holdfast.schema.audit.AuditLog;
import io.holdfast.schema.audit.Outcome;
import io.holdfast.schema.repository.NewRepository;
import io.holdfast.schema.repository.Reach;
import io.holdfast.schema.repository.Repositories;
import io.holdfast.schema.repository.Repository;
import io.holdfast.schema.submission.BackupSubmission;
import io.holdfast.schema.submission.RepositoryTaskResult;
import io.holdfast.schema.task.TaskFilter;
import io.holdfast.schema.task.TaskKind;
import io.holdfast.schema.task.TaskSort;
import io.holdfast.schema.task.TaskState;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

/** All that callers can do with repositories. */
@Service
public class RepositoriesService {

  private static final Logger log = LoggerFactory.getLogger(RepositoriesService.class);
  private static final String POSIX = "posix";
  private static final int SHORTEST_PASSPHRASE = 12;
  private static final int MOST_TASKS = 20;

  private final DSLContext database;
  private final Repositories repositories;
  private final Reach reach;
  private final TasksService tasks;
  private final WorkersService workers;

  RepositoriesService(DSLContext database, TasksService tasks, WorkersService workers) {
    this.database = database;
    this.repositories = new Repositories(database);
    this.reach = new Reach(database);
    this.tasks = tasks;
    this.workers = workers;
  }

  /** All of them, by name, with what lies in them. */
  public List<RepositoryView> list(Caller caller) {
    caller.mustSeeInstallation();
    return repositories.list().stream().map(this::view).toList();
  }

  /** The names of those whose files anybody can read who gets hold of them. */
  public List<String> unencrypted(Caller caller) {
    caller.mustSeeInstallation();
    return repositories.list().stream()
        .filter(row -> !row.encrypted())
        .map(Repository::name)
        .toList();
  }

  /** The names of all, by id, without reading what lies in them. */
  public Map<UUID, String> names(Caller caller) {
    caller.mustSeeInstallation();
    return repositories.list().stream().collect(Collectors.toMap(Repository::id, Repository::name));
  }

  public RepositoryView get(Caller caller, UUID id) {
    caller.mustSeeInstallation();
    return view(find(id));
  }

  /** What is done in a repository, what was done last, and who cannot reach it. */
  public RepositoryWork work(Caller caller, UUID id) {
    caller.mustSeeInstallation();
    TaskFilter here = TaskFilter.all().inRepository(id);
    Set<UUID> lost = reach.lost().getOrDefault(id, Set.of());
    return new RepositoryWork(
        tasks.list(
            caller,
            here.inState(TaskState.RUNNING, TaskState.QUEUED),
            Order.descending(TaskSort.STATE),
            Slice.first(MOST_TASKS)),
        last(caller, here.ofKind(TaskKind.VERIFY_REPOSITORY)),
        last(caller, here.ofKind(TaskKind.RECLAIM)),
        lost.isEmpty()
            ? List.of()
            : workers.list(caller).stream()
                .filter(worker -> lost.contains(worker.node().incarnation()))
                .map(worker -> worker.node().host())
                .toList());
  }

  private @Nullable TaskView last(Caller caller, TaskFilter filter) {
    return tasks
        .list(
            caller,
            filter.inState(TaskState.SUCCEEDED, TaskState.FAILED),
            Order.descending(TaskSort.FINISHED),
            Slice.first(1))
        .stream()
        .findFirst()
        .orElse(null);
  }

  /** The repository of an id or a name; {@code null} and blank mean none. */
  public @Nullable UUID resolve(@Nullable String idOrName) {
    if (idOrName == null || idOrName.isBlank()) {
      return null;
    }
    return repositories.list().stream()
        .filter(row -> row.name().equals(idOrName) || row.id().toString().equals(idOrName))
        .findFirst()
        .orElseThrow(() -> Refusal.notFound("repository", idOrName))
        .id();
  }

  /** Adds a repository; the first worker that uses it makes or opens it. */
  public RepositoryView create(Caller caller, RepositoryRequest request) {
    caller.mustAdminister();
    String name = Input.name(request.name(), "name");
    String driver = driver(request.driver());
    boolean encrypted = request.encrypted() == null || request.encrypted();
    UUID id =
        repositories
            .create(
                new NewRepository(
                    name,
                    driver,
                    location(request.location()),
                    Map.of(),
                    encrypted,
                    encrypted ? passphrase(request.passphrase()) : null))
            .orElseThrow(() ->
                Refusal.conflict(
                    "name-taken",
                    "There is a repository '%s' already.".formatted(name),
                    "Choose another name."));
    if (!encrypted) {
      log.warn(
          "Repository '{}' is NOT ENCRYPTED, as was asked for: whoever can read its files can read"
              + " the volumes repository={} by={}",
          name,
          id,
          caller.name());
    }
    audit(caller, "repository.create", id, Map.of("name", name, "driver", driver));
    return get(caller, id);
  }

  static String driver(@Nullable String given) {
    if (given != null && !given.equals(POSIX)) {
      throw Refusal.invalid(
          "driver-unknown",
          "There is no repository driver '%s'.".formatted(given),
          "Use 'posix' (also for NFS and GlusterFS mounts).");
    }
    return POSIX;
  }

  static String location(@Nullable String location) {
    String path = Input.name(location, "location");
    if (!Path.of(path).isAbsolute()) {
      throw Refusal.invalid(
          "location-not-absolute",
          "'%s' is not an absolute path.".formatted(path),
          "Give the path of a directory that every worker sees, beginning with '/'.");
    }
    return Path.of(path).normalize().toString();
  }

  static String passphrase(@Nullable String given) {
    if (given == null || given.isBlank()) {
      return Secrets.random();
    }
    if (given.startsWith("file:")) {
      if (!given.startsWith("file:/")) {
        throw Refusal.invalid(
            "passphrase-file-not-absolute",
            "The passphrase's file is not named by an absolute path.",
            "Write file:/ and the path at which each worker finds it.");
      }
      return given;
    }
    if (given.length() < SHORTEST_PASSPHRASE) {
      throw Refusal.invalid(
          "passphrase-too-short",
          "The passphrase has fewer than %d characters.".formatted(SHORTEST_PASSPHRASE),
          "Give a longer one, or none for a random one.");
    }
    return given;
  }

  /** Makes it the one that backups go to when none is named. */
  public RepositoryView makeDefault(Caller caller, UUID id) {
    caller.mustAdminister();
    if (!repositories.makeDefault(id)) {
      throw Refusal.notFound("repository", id);
    }
    audit(caller, "repository.make-default", id, Map.of());
    return get(caller, id);
  }

  /** Limits how many tasks may work in it at once; {@code null} lifts the limit. */
  public RepositoryView limit(Caller caller, UUID id, @Nullable Integer maxRunningTasks) {
    caller.mustAdminister();
    if (maxRunningTasks != null && maxRunningTasks < 1) {
      throw Refusal.invalid(
          "limit-invalid",
          "A repository cannot be limited to %d tasks.".formatted(maxRunningTasks),
          "Give 1 or more, or nothing for no limit.");
    }
    if (!repositories.limit(id, maxRunningTasks)) {
      throw Refusal.notFound("repository", id);
    }
    audit(caller, "repository.limit", id, Map.of("limit", String.valueOf(maxRunningTasks)));
    return get(caller, id);
  }

  /** Forgets a repository that never held a backup; its files stay. */
  public void remove(Caller caller, UUID id) {
    caller.mustAdminister();
    Repository repository = find(id);
    if (!repositories.remove(id)) {
      throw Refusal.conflict(
          "repository-in-use",
          "Repository '%s' has been used, is at work, or is named by a policy."
              .formatted(repository.name()),
          "Keep it, so that its backups can be found; or wait for its tasks and change the"
              + " policy.");
    }
    audit(caller, "repository.remove", id, Map.of("name", repository.name()));
  }

  /** The passphrase, to be kept in a safe place; for administrators, and noted in the audit. */
  public String passphrase(Caller caller, UUID id) {
    caller.mustAdminister();
    String passphrase = find(id).passphrase();
    if (passphrase == null) {
      throw Refusal.conflict(
          "not-encrypted", "The repository is not encrypted.", "There is no passphrase to keep.");
    }
    audit(caller, "repository.show-passphrase", id, Map.of());
    return passphrase;
  }

  /** Queues freeing what no backup refers to. */
  public TaskView reclaim(Caller caller, UUID id) {
    caller.mustOperateInstallation();
    return queued(caller, id, new BackupSubmission(database).reclaim(id, caller.actor()));
  }

  /**
   * Queues reading it again.
   *
   * @param samplePercent of each backup; {@code null}: everything
   */
  public TaskView verify(Caller caller, UUID id, @Nullable Integer samplePercent) {
    caller.mustOperateInstallation();
    return queued(
        caller,
        id,
        new BackupSubmission(database)
            .verifyRepository(id, Input.percent(samplePercent), caller.actor()));
  }

  /** Queues building index and list of backups again from the repository alone. */
  public TaskView reindex(Caller caller, UUID id) {
    caller.mustAdminister();
    return queued(caller, id, new BackupSubmission(database).reindex(id, caller.actor()));
  }

  private TaskView queued(Caller caller, UUID id, RepositoryTaskResult result) {
    if (result instanceof RepositoryTaskResult.Accepted(UUID taskId)) {
      return tasks.get(caller, taskId);
    }
    throw NotQueued.because(result, id);
  }

  private Repository find(UUID id) {
    return repositories.find(id).orElseThrow(() -> Refusal.notFound("repository", id));
  }

  private RepositoryView view(Repository row) {
    return RepositoryView.of(row, repositories.usage(row.id()));
  }

  private void audit(Caller caller, String action, UUID id, Map<String, String> detail) {
    new AuditLog(database)
        .add(caller.name(), action, "repository", id, null, Outcome.ACCEPTED, detail);
  }
}
