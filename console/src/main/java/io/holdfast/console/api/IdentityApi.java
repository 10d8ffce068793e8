package io.holdfast.console.api;

import io.holdfast.console.identity.Caller;
import io.holdfast.console.identity.ProjectsService;
import io.holdfast.console.identity.UserView;
import io.holdfast.console.identity.UsersService;
import io.holdfast.console.security.SignedIn;
import io.holdfast.schema.identity.Project;
import io.holdfast.schema.identity.Quota;
import io.holdfast.schema.identity.Role;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Who the caller is; projects, quotas and users. */
@RestController
@RequestMapping("/api/v1")
class IdentityApi {

  record WhoamiJson(UUID id, String name, String role, @Nullable UUID projectId) {}

  record ProjectJson(UUID id, String name, String description, Instant createdAt) {

    static ProjectJson of(Project project) {
      return new ProjectJson(
          project.id(), project.name(), project.description(), project.createdAt());
    }
  }

  record NewProjectJson(@Nullable String name, @Nullable String description) {}

  record ProjectChangeJson(@Nullable String name, @Nullable String description) {}

  /** What a project may hold (absent: without limit) and what it holds. */
  record QuotaJson(
      UUID projectId,
      String project,
      @Nullable Long backupsLimit,
      long backupsUsed,
      @Nullable Long backupBytesLimit,
      long backupBytesUsed) {

    static QuotaJson of(Quota quota) {
      return new QuotaJson(
          quota.projectId(),
          quota.projectName(),
          quota.backupsLimit(),
          quota.backupsUsed(),
          quota.backupBytesLimit(),
          quota.backupBytesUsed());
    }
  }

  /** Limits; absent or null lifts one. */
  record LimitsJson(@Nullable Long backupsLimit, @Nullable Long backupBytesLimit) {}

  record UserJson(
      UUID id,
      String name,
      String role,
      @Nullable UUID projectId,
      boolean enabled,
      Instant createdAt,
      @Nullable Instant signedInAt,
      @Nullable String issuer) {

    static UserJson of(UserView user) {
      return new UserJson(
          user.id(),
          user.name(),
          user.role().value(),
          user.projectId(),
          user.enabled(),
          user.createdAt(),
          user.signedInAt(),
          user.issuer());
    }
  }

  record NewUserJson(
      @Nullable String name,
      @Nullable String password,
      @Nullable String role,
      @Nullable String project) {

    @Override
    public String toString() {
      return "NewUserJson[%s, %s]".formatted(name, role);
    }
  }

  record UserChangeJson(
      @Nullable String role, @Nullable String project, @Nullable Boolean enabled) {}

  record PasswordJson(@Nullable String old, @Nullable String password) {

    @Override
    public String toString() {
      return "PasswordJson[…]";
    }
  }

  private final SignedIn signedIn;
  private final ProjectsService projects;
  private final UsersService users;

  IdentityApi(SignedIn signedIn, ProjectsService projects, UsersService users) {
    this.signedIn = signedIn;
    this.projects = projects;
    this.users = users;
  }

  @GetMapping("/whoami")
  WhoamiJson whoami() {
    Caller caller = signedIn.caller();
    return new WhoamiJson(
        caller.userId(), caller.name(), caller.role().value(), caller.projectId());
  }

  @GetMapping("/projects")
  Page<ProjectJson> projects() {
    return Page.whole(projects.list(signedIn.caller()), ProjectJson::of);
  }

  @PostMapping("/projects")
  @ResponseStatus(HttpStatus.CREATED)
  ProjectJson createProject(@RequestBody NewProjectJson wanted) {
    return ProjectJson.of(projects.create(signedIn.caller(), wanted.name(), wanted.description()));
  }

  @GetMapping("/projects/{id}")
  ProjectJson project(@PathVariable String id) {
    return ProjectJson.of(projects.get(signedIn.caller(), Words.id(id, "project id")));
  }

  /** Changes what is sent; what is absent stays. */
  @PatchMapping("/projects/{id}")
  ProjectJson describeProject(@PathVariable String id, @RequestBody ProjectChangeJson change) {
    return ProjectJson.of(
        projects.describe(
            signedIn.caller(), Words.id(id, "project id"), change.name(), change.description()));
  }

  @DeleteMapping("/projects/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void deleteProject(@PathVariable String id) {
    projects.delete(signedIn.caller(), Words.id(id, "project id"));
  }

  @GetMapping("/quotas")
  Page<QuotaJson> quotas() {
    return Page.whole(projects.quotas(signedIn.caller()), QuotaJson::of);
  }

  @PutMapping("/quotas/{projectId}")
  QuotaJson limit(@PathVariable String projectId, @RequestBody LimitsJson limits) {
    return QuotaJson.of(
        projects.limit(
            signedIn.caller(),
            Words.id(projectId, "project id"),
            limits.backupsLimit(),
            limits.backupBytesLimit()));
  }

  @GetMapping("/users")
  Page<UserJson> users() {
    return Page.whole(users.list(signedIn.caller()), UserJson::of);
  }

  @PostMapping("/users")
  @ResponseStatus(HttpStatus.CREATED)
  UserJson createUser(@RequestBody NewUserJson wanted) {
    Caller caller = signedIn.caller();
    caller.mustAdminister();
    return UserJson.of(
        users.create(
            caller,
            wanted.name(),
            wanted.password(),
            role(wanted.role()),
            projects.resolve(caller, wanted.project()).orElse(null)));
  }

  /** Changes what is sent; what is absent stays. */
  @PatchMapping("/users/{id}")
  UserJson changeUser(@PathVariable String id, @RequestBody UserChangeJson change) {
    Caller caller = signedIn.caller();
    caller.mustAdminister();
    UserView user = users.get(caller, Words.id(id, "user id"));
    return UserJson.of(
        users.change(
            caller,
            user.id(),
            change.role() == null ? user.role() : role(change.role()),
            projects.resolve(caller, change.project()).orElse(user.projectId()),
            Objects.requireNonNullElse(change.enabled(), user.enabled())));
  }

  /** One's own takes the old password; an administrator may set anybody else's. */
  @PostMapping("/users/{id}/password")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void changePassword(@PathVariable String id, @RequestBody PasswordJson change) {
    Caller caller = signedIn.caller();
    UUID user = Words.id(id, "user id");
    if (user.equals(caller.userId())) {
      users.changeOwnPassword(caller, change.old(), change.password(), hash -> {});
    } else {
      users.changePassword(caller, user, change.password());
    }
  }

  @DeleteMapping("/users/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void deleteUser(@PathVariable String id) {
    users.delete(signedIn.caller(), Words.id(id, "user id"));
  }

  private static Role role(@Nullable String word) {
    return Words.one(word, Role.values(), Role::value, "role");
  }
}
