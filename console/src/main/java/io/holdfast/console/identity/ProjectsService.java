package io.holdfast.console.identity;

import io.holdfast.console.refusal.Input;
import io.holdfast.console.refusal.Refusal;
import io.holdfast.schema.audit.AuditLog;
import io.holdfast.schema.audit.Outcome;
import io.holdfast.schema.identity.Project;
import io.holdfast.schema.identity.Projects;
import io.holdfast.schema.identity.Quota;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Projects and what each may hold. */
@Service
public class ProjectsService {

  private final DSLContext database;
  private final Projects projects;

  ProjectsService(DSLContext database) {
    this.database = database;
    this.projects = new Projects(database);
  }

  /** The projects that the caller sees, by name. */
  public List<Project> list(Caller caller) {
    return projects.list().stream().filter(project -> caller.sees(project.id())).toList();
  }

  public Project get(Caller caller, UUID id) {
    return projects
        .find(id)
        .filter(project -> caller.sees(project.id()))
        .orElseThrow(() -> Refusal.notFound("project", id));
  }

  /** The project of an id or a name; {@code null} and blank mean none. */
  public Optional<UUID> resolve(Caller caller, @Nullable String idOrName) {
    if (idOrName == null || idOrName.isBlank()) {
      return Optional.empty();
    }
    return Optional.of(
        list(caller).stream()
            .filter(p -> p.name().equals(idOrName) || p.id().toString().equals(idOrName))
            .findFirst()
            .orElseThrow(() -> Refusal.notFound("project", idOrName))
            .id());
  }

  public Project create(Caller caller, @Nullable String name, @Nullable String description) {
    caller.mustAdminister();
    String wanted = Input.name(name, "name");
    UUID id =
        projects
            .create(wanted, Input.description(description))
            .orElseThrow(() -> nameTaken(wanted));
    audit(caller, "project.create", id, Map.of("name", wanted));
    return get(caller, id);
  }

  /** Changes what people call it; {@code null} leaves as it is. */
  public Project describe(
      Caller caller, UUID id, @Nullable String name, @Nullable String description) {
    caller.mustAdminister();
    String wanted = name == null ? null : Input.name(name, "name");
    boolean there =
        projects
            .describe(id, wanted, description == null ? null : Input.description(description))
            .orElseThrow(() -> nameTaken(String.valueOf(wanted)));
    if (!there) {
      throw Refusal.notFound("project", id);
    }
    Project now = get(caller, id);
    audit(caller, "project.change", id, Map.of("name", now.name()));
    return now;
  }

  /** Removes a project that nothing belongs to, nor ever did but people and policies. */
  public void delete(Caller caller, UUID id) {
    caller.mustAdminister();
    Project project = get(caller, id);
    if (!projects.delete(id)) {
      throw id.equals(Projects.DEFAULT_ID)
          ? Refusal.conflict(
              "project-default",
              "Project '%s' has what belongs to no other.".formatted(project.name()),
              "Give it another name if this one does not suit you.")
          : Refusal.conflict(
              "project-used",
              "Project '%s' has people, policies, volumes or backups, or had volumes or backups."
                  .formatted(project.name()),
              "Move or delete its people and policies. Where it had volumes or backups, it stays"
                  + " for the sake of their history: give it another name, such as one that says it"
                  + " is closed.");
    }
    audit(caller, "project.delete", id, Map.of("name", project.name()));
  }

  private static Refusal nameTaken(String name) {
    return Refusal.conflict(
        "name-taken", "There is a project '%s' already.".formatted(name), "Choose another name.");
  }

  /** The quotas of the projects that the caller sees, by the projects' names. */
  public List<Quota> quotas(Caller caller) {
    return projects.quotas().stream().filter(quota -> caller.sees(quota.projectId())).toList();
  }

  public Quota quota(Caller caller, UUID projectId) {
    get(caller, projectId);
    return projects.quota(projectId).orElseThrow(() -> Refusal.notFound("project", projectId));
  }

  /** Sets both limits of a project; {@code null} lifts one. */
  public Quota limit(
      Caller caller, UUID projectId, @Nullable Long backups, @Nullable Long backupBytes) {
    caller.mustAdminister();
    if ((backups != null && backups < 0) || (backupBytes != null && backupBytes < 0)) {
      throw Refusal.invalid(
          "limit-invalid", "A limit cannot be negative.", "Give 0 or more, or nothing for none.");
    }
    Project project = get(caller, projectId);
    if (!projects.limit(projectId, backups, backupBytes)) {
      Quota now = quota(caller, projectId);
      throw Refusal.conflict(
          "quota-below-use",
          "Project '%s' already holds %d backups of %d bytes."
              .formatted(project.name(), now.backupsUsed(), now.backupBytesUsed()),
          "Give limits that are not below that.");
    }
    audit(
        caller,
        "quota.change",
        projectId,
        Map.of("backups", String.valueOf(backups), "bytes", String.valueOf(backupBytes)));
    return quota(caller, projectId);
  }

  private void audit(Caller caller, String action, UUID id, Map<String, String> detail) {
    new AuditLog(database).add(caller.name(), action, "project", id, id, Outcome.ACCEPTED, detail);
  }
}
