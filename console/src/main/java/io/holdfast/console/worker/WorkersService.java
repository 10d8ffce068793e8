package io.holdfast.console.worker;

import io.holdfast.console.database.DatabaseUrl;
import io.holdfast.console.grid.GridAccess;
import io.holdfast.console.identity.Caller;
import io.holdfast.console.refusal.Refusal;
import io.holdfast.console.task.TaskView;
import io.holdfast.console.task.TasksService;
import io.holdfast.grid.GridRole;
import io.holdfast.schema.Order;
import io.holdfast.schema.Slice;
import io.holdfast.schema.audit.AuditLog;
import io.holdfast.schema.audit.Outcome;
import io.holdfast.schema.node.Node;
import io.holdfast.schema.node.NodeLeases;
import io.holdfast.schema.node.NodeQueries;
import io.holdfast.schema.node.NodeRole;
import io.holdfast.schema.node.NodeState;
import io.holdfast.schema.task.TaskFilter;
import io.holdfast.schema.task.TaskSort;
import io.holdfast.schema.task.TaskState;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jooq.DSLContext;
import org.springframework.stereotype.Service;

/** Lists workers, and drains them. */
@Service
public class WorkersService {

  private static final int MOST = 1000;

  private final DSLContext database;
  private final NodeLeases leases;
  private final NodeQueries nodes;
  private final TasksService tasks;
  private final GridAccess grid;
  private final DatabaseUrl databaseUrl;

  WorkersService(
      DSLContext database, TasksService tasks, GridAccess grid, DatabaseUrl databaseUrl) {
    this.database = database;
    this.leases = new NodeLeases(database);
    this.nodes = new NodeQueries(database);
    this.tasks = tasks;
    this.grid = grid;
    this.databaseUrl = databaseUrl;
  }

  /** Each host's newest worker, by host; those that ended are among them. */
  public List<WorkerView> list(Caller caller) {
    caller.mustSeeInstallation();
    Map<String, List<TaskView>> running =
        tasks
            .list(
                caller,
                TaskFilter.all().inState(TaskState.RUNNING),
                Order.ascending(TaskSort.CREATED),
                Slice.first(MOST))
            .stream()
            .collect(Collectors.groupingBy(view -> String.valueOf(view.task().host())));
    return nodes.newestPerHost(NodeRole.WORKER, Slice.first(MOST)).stream()
        .map(node -> view(node, running.getOrDefault(node.host(), List.of())))
        .toList();
  }

  public WorkerView get(Caller caller, String host) {
    return list(caller).stream()
        .filter(worker -> worker.node().host().equals(host))
        .findFirst()
        .orElseThrow(() -> Refusal.notFound("worker", host));
  }

  private WorkerView view(Node node, List<TaskView> running) {
    boolean inGrid =
        grid.members(GridRole.WORKER).stream()
            .anyMatch(member -> member.incarnation().equals(node.incarnation()));
    return new WorkerView(
        node,
        inGrid,
        running.stream()
            .filter(task -> node.incarnation().equals(task.task().incarnation()))
            .toList());
  }

  /**
   * The command that starts another worker elsewhere. It carries the database's password, which is
   * as good as every role: whoever does not administer gets it without.
   */
  public JoinCommand joinCommand(Caller caller) {
    caller.mustSeeInstallation();
    boolean whole = caller.administers();
    String url = whole ? databaseUrl.value() : databaseUrl.toString();
    if (whole) {
      audit(caller, "worker.join-command", "");
    }
    return new JoinCommand(
        "./holdfast worker --database-url '%s'".formatted(url.replace("'", "'\\''")),
        whole,
        url.contains("//127.0.0.1") || url.contains("//localhost"));
  }

  /** Lets a worker end what it has and take nothing new. Asking again changes nothing. */
  public WorkerView drain(Caller caller, String host) {
    return move(caller, host, true);
  }

  /** Ends draining. Asking again changes nothing. */
  public WorkerView undrain(Caller caller, String host) {
    return move(caller, host, false);
  }

  private WorkerView move(Caller caller, String host, boolean drain) {
    caller.mustOperateInstallation();
    boolean moved =
        drain ? leases.drain(NodeRole.WORKER, host) : leases.undrain(NodeRole.WORKER, host);
    WorkerView worker = get(caller, host);
    if (moved) {
      audit(caller, drain ? "worker.drain" : "worker.undrain", host);
    } else if (worker.node().state() == NodeState.CLOSED) {
      throw Refusal.conflict(
          "worker-not-running",
          "Worker '%s' is not running.".formatted(host),
          "Start it first; a new start takes tasks at once.");
    }
    return worker;
  }

  private void audit(Caller caller, String action, String host) {
    new AuditLog(database)
        .add(caller.name(), action, "worker", host, null, Outcome.ACCEPTED, Map.of());
  }
}
