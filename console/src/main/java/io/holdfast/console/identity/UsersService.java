package io.holdfast.console.identity;

import io.holdfast.console.refusal.Input;
import io.holdfast.console.refusal.Refusal;
import io.holdfast.schema.audit.AuditLog;
import io.holdfast.schema.audit.Outcome;
import io.holdfast.schema.identity.Role;
import io.holdfast.schema.identity.User;
import io.holdfast.schema.identity.Users;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Users: for administrators, apart from one's own password. */
@Service
public class UsersService {

  private final DSLContext database;
  private final Users users;
  private final Passwords passwords;
  private final ProjectsService projects;

  UsersService(DSLContext database, Passwords passwords, ProjectsService projects) {
    this.database = database;
    this.users = new Users(database);
    this.passwords = passwords;
    this.projects = projects;
  }

  /** All of them, by name. */
  public List<UserView> list(Caller caller) {
    caller.mustAdminister();
    return users.list().stream().map(UserView::of).toList();
  }

  public UserView get(Caller caller, UUID id) {
    if (!caller.userId().equals(id)) {
      caller.mustAdminister();
    }
    return UserView.of(find(id));
  }

  /** Adds a user. A member needs a project. */
  public UserView create(
      Caller caller,
      @Nullable String name,
      @Nullable String password,
      Role role,
      @Nullable UUID projectId) {
    caller.mustAdminister();
    String wanted = Input.name(name, "name");
    String project = project(caller, role, projectId);
    UUID id =
        users
            .create(wanted, passwords.hash(password), role, projectId)
            .orElseThrow(() ->
                Refusal.conflict(
                    "name-taken",
                    "There is a user '%s' already.".formatted(wanted),
                    "Choose another name."));
    audit(
        caller,
        "user.create",
        id,
        Map.of("name", wanted, "role", role.value(), "project", project));
    return get(caller, id);
  }

  /** Changes what a user may do. The last administrator stays one. */
  public UserView change(
      Caller caller, UUID id, Role role, @Nullable UUID projectId, boolean enabled) {
    caller.mustAdminister();
    User user = find(id);
    String project = project(caller, role, projectId);
    if (!users.change(id, role, projectId, enabled)) {
      throw lastAdministrator(user);
    }
    audit(
        caller,
        "user.change",
        id,
        Map.of("role", role.value(), "project", project, "enabled", Boolean.toString(enabled)));
    return get(caller, id);
  }

  public void delete(Caller caller, UUID id) {
    caller.mustAdminister();
    User user = find(id);
    if (!users.delete(id)) {
      throw lastAdministrator(user);
    }
    audit(caller, "user.delete", id, Map.of("name", user.name()));
  }

  /**
   * Changes the own password, which takes the old one. The caller's sessions end.
   *
   * @param ahead told the new one's hash before it holds, for a session that is not to end
   */
  public void changeOwnPassword(
      Caller caller, @Nullable String old, @Nullable String password, Consumer<String> ahead) {
    mustHavePassword(find(caller.userId()));
    if (old == null || !passwords.matches(old, find(caller.userId()).passwordHash())) {
      throw Refusal.invalid(
          "password-wrong", "The old password is wrong.", "Type the one you sign in with.");
    }
    String hash = passwords.hash(password);
    ahead.accept(hash);
    users.changePassword(caller.userId(), hash);
    audit(caller, "user.change-password", caller.userId(), Map.of());
  }

  /** Gives a user another password. The user's sessions end. */
  public void changePassword(Caller caller, UUID id, @Nullable String password) {
    caller.mustAdminister();
    mustHavePassword(find(id));
    users.changePassword(id, passwords.hash(password));
    audit(caller, "user.change-password", id, Map.of());
  }

  /** A password beside the provider would outlive what the provider says of the person. */
  private static void mustHavePassword(User user) {
    if (user.issuer() != null) {
      throw Refusal.conflict(
          "no-password",
          "'%s' signs in by %s and has no password here.".formatted(user.name(), user.issuer()),
          "Change the password there.");
    }
  }

  /** The name of a user's project, which a member must have; empty: none. */
  private String project(Caller caller, Role role, @Nullable UUID projectId) {
    if (projectId != null) {
      return projects.get(caller, projectId).name();
    }
    if (role == Role.MEMBER) {
      throw Refusal.invalid(
          "project-missing", "A member belongs to a project.", "Name the project.");
    }
    return "";
  }

  private User find(UUID id) {
    return users.find(id).orElseThrow(() -> Refusal.notFound("user", id));
  }

  private static Refusal lastAdministrator(User user) {
    return Refusal.conflict(
        "last-administrator",
        "'%s' is the last administrator.".formatted(user.name()),
        "Make somebody else an administrator first.");
  }

  private void audit(Caller caller, String action, UUID id, Map<String, String> detail) {
    new AuditLog(database).add(caller.name(), action, "user", id, null, Outcome.ACCEPTED, detail);
  }
}
