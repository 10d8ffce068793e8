package io.holdfast.console.identity;

import io.holdfast.console.refusal.Refusal;
import io.holdfast.schema.identity.Actor;
import io.holdfast.schema.identity.Projects;
import io.holdfast.schema.identity.Role;
import io.holdfast.schema.identity.User;
import java.security.Principal;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The signed-in user on whose behalf a service is called.
 *
 * @param projectId where new volumes and backups go; for a member the only project seen
 */
public record Caller(UUID userId, String name, Role role, @Nullable UUID projectId)
    implements Principal {

  public static Caller of(User user) {
    return new Caller(user.id(), user.name(), user.role(), user.projectId());
  }

  @Override
  public String getName() {
    return name;
  }

  /** For transactions and the audit. */
  public Actor actor() {
    return new Actor(userId, name);
  }

  public boolean administers() {
    return role == Role.ADMINISTRATOR;
  }

  /** Whether the caller may change anything at all: everybody but viewers. */
  public boolean operates() {
    return role != Role.VIEWER;
  }

  /** Whether the caller runs the installation: operators and administrators. */
  public boolean operatesInstallation() {
    return role == Role.ADMINISTRATOR || role == Role.OPERATOR;
  }

  /** Whether the caller sees workers, repositories and the other parts of the installation. */
  public boolean seesInstallation() {
    return role != Role.MEMBER;
  }

  /** The only project that the caller sees; {@code null}: all of them. */
  public @Nullable UUID onlyProject() {
    return role == Role.MEMBER ? home() : null;
  }

  /** Where new things go when nothing is said. */
  public UUID home() {
    return projectId == null ? Projects.DEFAULT_ID : projectId;
  }

  /** Whether what belongs to a project (or to none) is for the caller to see. */
  public boolean sees(@Nullable UUID project) {
    return role != Role.MEMBER || home().equals(project);
  }

  /** Refuses viewers. */
  public void mustOperate() {
    if (!operates()) {
      throw Refusal.forbidden(
          "You may look at everything but change nothing.",
          "Ask an administrator for the role of an operator.");
    }
  }

  /** Refuses everybody who does not run the installation: viewers and members of a project. */
  public void mustOperateInstallation() {
    if (!operatesInstallation()) {
      throw Refusal.forbidden(
          "Only operators and administrators may do this.",
          "Ask an operator or an administrator to do it.");
    }
  }

  /** Refuses a project's members. */
  public void mustSeeInstallation() {
    if (!seesInstallation()) {
      throw Refusal.forbidden(
          "Members of a project see only what is the project's.",
          "Ask an administrator if you need to see this.");
    }
  }

  /** Refuses everybody but administrators. */
  public void mustAdminister() {
    if (!administers()) {
      throw Refusal.forbidden("Only administrators may do this.", "Ask an administrator to do it.");
    }
  }
}
