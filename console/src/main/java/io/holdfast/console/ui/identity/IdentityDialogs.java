package io.holdfast.console.ui.identity;

import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.Autocomplete;
import com.vaadin.flow.component.textfield.PasswordField;
import com.vaadin.flow.component.textfield.TextField;
import io.holdfast.console.identity.Caller;
import io.holdfast.console.identity.ProjectsService;
import io.holdfast.console.identity.UserView;
import io.holdfast.console.identity.UsersService;
import io.holdfast.console.ui.ActionDialog;
import io.holdfast.console.ui.Edit;
import io.holdfast.console.ui.Mark;
import io.holdfast.console.ui.OwnWords;
import io.holdfast.console.ui.Texts;
import io.holdfast.console.ui.Toast;
import io.holdfast.console.ui.Tone;
import io.holdfast.schema.identity.Project;
import io.holdfast.schema.identity.Role;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What one is asked before projects and people are made or changed. */
final class IdentityDialogs {

  private static final BigDecimal GIB = BigDecimal.valueOf(1L << 30);

  private IdentityDialogs() {}

  /** Whether somebody can sign in. */
  static Mark standing(UserView user) {
    return user.enabled()
        ? new Mark(Tone.GOOD, Texts.of("person.enabled"))
        : new Mark(Tone.QUIET, Texts.of("person.disabled"));
  }

  static void addPerson(
      Caller caller, UsersService users, ProjectsService projects, Consumer<UserView> made) {
    TextField name = name();
    PasswordField password = password(Texts.of("person.password"));
    password.setHelperText(Texts.of("person.password.help"));
    Select<Role> role = role(Role.OPERATOR);
    Select<Project> project = project(projects.list(caller), null);
    ActionDialog dialog = new ActionDialog(Texts.of("person.add"), Texts.of("person.add.confirm"));
    dialog
        .with(name, password, role, project)
        .onConfirm(
            () ->
                users.create(
                    caller, name.getValue(), password.getValue(), role.getValue(), id(project)),
            user -> {
              Toast.done(Texts.of("person.add.done", user.name()));
              made.accept(user);
            })
        .openAt(name);
  }

  static void changePerson(
      Caller caller, UsersService users, ProjectsService projects, UserView user, Runnable done) {
    Select<Role> role = role(user.role());
    Select<Project> project = project(projects.list(caller), user.projectId());
    Checkbox enabled = new Checkbox(Texts.of("person.enable"), user.enabled());
    enabled.setTestId("enabled");
    new ActionDialog(Texts.of("person.edit.of", user.name()), Texts.of("common.save"))
        .say(Texts.of("person.edit.text"))
        .with(role, project, enabled)
        .onConfirm(
            () -> {
              Edit.unchanged(mayDo(user), mayDo(users.get(caller, user.id())));
              return users.change(
                  caller, user.id(), role.getValue(), id(project), enabled.getValue());
            },
            it -> {
              Toast.done(Texts.of("common.saved"));
              done.run();
            })
        .openAt(role);
  }

  private static List<Object> mayDo(UserView user) {
    return List.of(user.role(), Optional.ofNullable(user.projectId()), user.enabled());
  }

  static void newPassword(Caller caller, UsersService users, UserView user, Runnable done) {
    PasswordField password = password(Texts.of("person.password.new"));
    password.setHelperText(Texts.of("person.password.help"));
    new ActionDialog(Texts.of("person.password.of", user.name()), Texts.of("common.save"))
        .say(Texts.of("person.password.text"))
        .with(password)
        .onConfirm(
            () -> {
              users.changePassword(caller, user.id(), password.getValue());
              return user;
            },
            it -> {
              Toast.done(Texts.of("person.password.done", user.name()));
              done.run();
            })
        .openAt(password);
  }

  static void deletePerson(Caller caller, UsersService users, UserView user, Runnable done) {
    new ActionDialog(Texts.of("person.delete.of", user.name()), Texts.of("person.delete"))
        .destructive()
        .say(Texts.of("person.delete.text"))
        .onConfirm(
            () -> {
              users.delete(caller, user.id());
              return user;
            },
            it -> {
              Toast.done(Texts.of("person.delete.done", user.name()));
              done.run();
            })
        .openAt(null);
  }

  static TextField name() {
    TextField name = new TextField(Texts.of("common.name"));
    name.setTestId("name");
    name.setWidthFull();
    name.setAutocomplete(Autocomplete.OFF);
    return name;
  }

  static PasswordField password(String label) {
    PasswordField password = OwnWords.password(label);
    password.setAutocomplete(Autocomplete.NEW_PASSWORD);
    password.setTestId("password");
    password.setWidthFull();
    return password;
  }

  /** Roles, with a sentence below on what the chosen one may do. */
  private static Select<Role> role(Role now) {
    Select<Role> role = new Select<>();
    role.setLabel(Texts.of("person.role"));
    role.setItems(Role.values());
    role.setItemLabelGenerator(it -> it == null ? "" : Texts.of("role", it));
    role.addValueChangeListener(
        change -> role.setHelperText(Texts.of("person.may", change.getValue())));
    role.setValue(now);
    role.setTestId("role");
    role.setWidthFull();
    return role;
  }

  private static Select<Project> project(List<Project> projects, @Nullable UUID now) {
    Select<Project> project = new Select<>();
    project.setLabel(Texts.of("volume.project"));
    project.setHelperText(Texts.of("person.project.help"));
    project.setItems(projects);
    project.setItemLabelGenerator(it -> it == null ? Texts.of("person.project.none") : it.name());
    project.setEmptySelectionAllowed(true);
    project.setEmptySelectionCaption(Texts.of("person.project.none"));
    projects.stream().filter(it -> it.id().equals(now)).findFirst().ifPresent(project::setValue);
    project.setWidthFull();
    return project;
  }

  private static @Nullable UUID id(Select<Project> project) {
    return project.getValue() == null ? null : project.getValue().id();
  }
}
