package io.holdfast.console.event;

import io.holdfast.console.audit.AuditService;
import io.holdfast.console.identity.Caller;
import io.holdfast.console.task.TasksService;
import io.holdfast.schema.Order;
import io.holdfast.schema.Slice;
import io.holdfast.schema.audit.AuditEntry;
import io.holdfast.schema.audit.AuditFilter;
import io.holdfast.schema.audit.Outcome;
import io.holdfast.schema.task.TaskFilter;
import io.holdfast.schema.task.TaskSort;
import io.holdfast.schema.task.TaskState;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.stereotype.Service;

/** What happened to backups and volumes, as far as the caller may see it. */
@Service
public class EventsService {

  /** How many events are given at most. */
  public static final int NEWEST = 20;

  private final TasksService tasks;
  private final AuditService audit;

  EventsService(TasksService tasks, AuditService audit) {
    this.tasks = tasks;
    this.audit = audit;
  }

  /** The {@value #NEWEST} newest events of a backup, the newest first. */
  public List<Event> ofBackup(Caller caller, UUID id) {
    return newest(caller, TaskFilter.all().ofBackup(id), AuditFilter.ofSubject("backup", "" + id));
  }

  /** The {@value #NEWEST} newest events of a volume, the newest first. */
  public List<Event> ofVolume(Caller caller, UUID id) {
    return newest(caller, TaskFilter.all().ofVolume(id), AuditFilter.ofSubject("volume", "" + id));
  }

  private List<Event> newest(Caller caller, TaskFilter concerned, AuditFilter about) {
    Stream<Event> ended =
        tasks
            .list(
                caller,
                concerned.inState(TaskState.SUCCEEDED, TaskState.FAILED, TaskState.CANCELLED),
                Order.descending(TaskSort.FINISHED),
                Slice.first(NEWEST))
            .stream()
            .map(Event.Ended::new);
    // Twice as many: where so many of them tell of a task's end, the tasks alone are enough.
    Stream<Event> asked =
        audit.list(caller, about, Slice.first(2 * NEWEST)).stream()
            .filter(entry -> !tellsOfEnd(entry))
            .map(Event.Asked::new);
    return Stream.concat(ended, asked)
        .sorted(Comparator.comparing(Event::at).reversed())
        .limit(NEWEST)
        .toList();
  }

  private static boolean tellsOfEnd(AuditEntry entry) {
    return entry.outcome() != Outcome.ACCEPTED && entry.detail().containsKey("task");
  }
}
