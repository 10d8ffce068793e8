package io.holdfast.console.identity;

import io.holdfast.console.identity.ProviderSettings.Mapping;
import io.holdfast.console.refusal.Input;
import io.holdfast.console.refusal.Refusal;
import io.holdfast.schema.audit.AuditLog;
import io.holdfast.schema.audit.Outcome;
import io.holdfast.schema.identity.Project;
import io.holdfast.schema.identity.Projects;
import io.holdfast.schema.identity.Role;
import io.holdfast.schema.identity.User;
import io.holdfast.schema.identity.Users;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

/**
 * Lets people in whom a provider has recognized, as what the settings say of them. What the
 * provider says holds anew at each sign-in. A local account is never taken over by a name.
 */
@Service
public class ProviderSignIn {

  private static final Logger log = LoggerFactory.getLogger(ProviderSignIn.class);
  private static final String ANYBODY = "*";

  private final DSLContext database;
  private final Users users;
  private final Projects projects;
  private final ProviderSettings settings;

  ProviderSignIn(DSLContext database, ProviderSettings settings) {
    this.database = database;
    this.users = new Users(database);
    this.projects = new Projects(database);
    this.settings = settings;
  }

  /**
   * The user, made at the first time; or a refusal: {@code not-let-in}, {@code name-taken} or
   * {@code account-disabled}.
   *
   * @param subject who it is to the provider
   * @param claims what the provider says of the person
   * @param address where the request comes from
   */
  public User by(String subject, Map<String, Object> claims, String address) {
    String name = name(subject, claims);
    try {
      User user = user(subject, name, mapping(name, claims));
      users.signedIn(user.id());
      audit(user.name(), address, Outcome.SUCCEEDED, "");
      return user;
    } catch (Refusal refusal) {
      audit(name, address, Outcome.REFUSED, refusal.detail());
      throw refusal;
    }
  }

  private String name(String subject, Map<String, Object> claims) {
    Object claimed = claims.get(settings.nameClaim());
    return Input.name(claimed == null ? subject : claimed.toString(), "name of the person");
  }

  private Mapping mapping(String name, Map<String, Object> claims) {
    List<String> values = values(claims);
    return settings.roles().stream()
        .filter(each -> each.value().equals(ANYBODY) || values.contains(each.value()))
        .findFirst()
        .orElseThrow(() ->
            refused(
                "not-let-in",
                "%s knows '%s', but nothing says that they may use Holdfast."
                    .formatted(settings.name(), name)));
  }

  /** The texts of the role's claim, wherever it is. */
  private List<String> values(Map<String, Object> claims) {
    @Nullable Object found = claims.get(settings.roleClaim());
    if (found == null) {
      found = claims;
      for (String part : settings.roleClaim().split("\\.")) {
        found = found instanceof Map<?, ?> within ? within.get(part) : null;
      }
    }
    return switch (found) {
      case null -> List.of();
      case Collection<?> several -> several.stream().map(String::valueOf).toList();
      default -> List.of(found.toString());
    };
  }

  private User user(String subject, String name, Mapping mapping) {
    String issuer = Objects.requireNonNull(settings.issuer());
    Role role = Role.of(mapping.role());
    @Nullable UUID project = project(mapping);
    Optional<User> known = users.foreign(issuer, subject);
    if (known.isEmpty()) {
      users.createForeign(name, issuer, subject, role, project);
      // Another console may have made it at the same time.
      return users
          .foreign(issuer, subject)
          .orElseThrow(() ->
              refused(
                  "name-taken",
                  "There is a user '%s' already for whom %s does not stand."
                      .formatted(name, settings.name())));
    }
    User user = known.get();
    if (!user.enabled()) {
      throw refused("account-disabled", "The account '%s' is disabled.".formatted(user.name()));
    }
    boolean same = user.role() == role && Objects.equals(user.projectId(), project);
    if (!same && !users.change(user.id(), role, project, true)) {
      log.warn(
          "The last administrator stays one, though the provider says otherwise user={}",
          user.name());
    }
    return users.find(user.id()).orElse(user);
  }

  private @Nullable UUID project(Mapping mapping) {
    if (mapping.project() == null) {
      if (Role.of(mapping.role()) == Role.MEMBER) {
        throw refused("not-let-in", "The settings make members without saying of which project.");
      }
      return null;
    }
    return projects.list().stream()
        .filter(project -> project.name().equals(mapping.project()))
        .findFirst()
        .map(Project::id)
        .orElseThrow(() ->
            refused(
                "not-let-in",
                "The settings name a project '%s', which is not there."
                    .formatted(mapping.project())));
  }

  private Refusal refused(String code, String detail) {
    String who = Objects.requireNonNullElse(settings.contact(), "an administrator of Holdfast");
    return Refusal.of(Refusal.Kind.FORBIDDEN, code, detail, "Ask %s to let you in.".formatted(who));
  }

  private void audit(String name, String address, Outcome outcome, String message) {
    Map<String, String> detail =
        message.isEmpty()
            ? Map.of("address", address, "provider", settings.name())
            : Map.of("address", address, "provider", settings.name(), "message", message);
    new AuditLog(database).add(name, "sign-in", "user", name, null, outcome, detail);
  }
}
