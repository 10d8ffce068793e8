package io.holdfast.console.ui.identity;

import com.vaadin.flow.component.textfield.BigDecimalField;
import com.vaadin.flow.component.textfield.TextArea;
import com.vaadin.flow.component.textfield.TextField;
import io.holdfast.console.identity.Caller;
import io.holdfast.console.identity.ProjectsService;
import io.holdfast.console.refusal.Refusal;
import io.holdfast.console.ui.ActionDialog;
import io.holdfast.console.ui.Edit;
import io.holdfast.console.ui.Fields;
import io.holdfast.console.ui.Texts;
import io.holdfast.console.ui.Toast;
import io.holdfast.schema.identity.Project;
import io.holdfast.schema.identity.Quota;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What one is asked before projects are made, changed or deleted. */
final class ProjectDialogs {

  private static final BigDecimal GIB = BigDecimal.valueOf(1L << 30);

  private ProjectDialogs() {}

  static void create(Caller caller, ProjectsService projects, Consumer<Project> made) {
    TextField name = IdentityDialogs.name();
    TextArea description = description();
    new ActionDialog(Texts.of("project.create"), Texts.of("project.create.confirm"))
        .say(Texts.of("project.create.text"))
        .with(name, description)
        .onConfirm(
            () -> projects.create(caller, name.getValue(), description.getValue()),
            project -> {
              Toast.done(Texts.of("project.create.done", project.name()));
              made.accept(project);
            })
        .openAt(name);
  }

  static void edit(Caller caller, ProjectsService projects, Project project, Runnable done) {
    TextField name = IdentityDialogs.name();
    name.setValue(project.name());
    TextArea description = description();
    description.setValue(project.description());
    new ActionDialog(Texts.of("project.edit.of", project.name()), Texts.of("common.save"))
        .with(name, description)
        .onConfirm(
            () -> {
              Project now = projects.get(caller, project.id());
              return projects.describe(
                  caller,
                  project.id(),
                  Edit.of(project.name(), name.getValue(), now.name()),
                  Edit.of(project.description(), description.getValue(), now.description()));
            },
            it -> {
              Toast.done(Texts.of("common.saved"));
              done.run();
            })
        .openAt(name);
  }

  static void delete(Caller caller, ProjectsService projects, Project project, Runnable done) {
    new ActionDialog(Texts.of("project.delete.of", project.name()), Texts.of("project.delete"))
        .destructive()
        .say(Texts.of("project.delete.text"))
        .onConfirm(
            () -> {
              projects.delete(caller, project.id());
              return project;
            },
            it -> {
              Toast.done(Texts.of("project.delete.done", project.name()));
              done.run();
            })
        .openAt(null);
  }

  private static TextArea description() {
    TextArea description = new TextArea(Texts.of("volume.description"));
    description.setTestId("description");
    description.setWidthFull();
    return description;
  }

  static void limit(Caller caller, ProjectsService projects, ProjectUse use, Runnable done) {
    BigDecimalField backups = Fields.decimal(Texts.of("project.limit.backups"));
    backups.setWidthFull();
    backups.setTestId("limit-backups");
    Long most = use.quota().backupsLimit();
    backups.setValue(most == null ? null : BigDecimal.valueOf(most));
    BigDecimalField size = Fields.decimal(Texts.of("project.limit.size"));
    size.setWidthFull();
    size.setTestId("limit-size");
    Long bytes = use.quota().backupBytesLimit();
    BigDecimal shown = bytes == null ? null : gib(bytes);
    size.setValue(shown);
    size.setHelperText(Texts.of("project.limit.help"));
    new ActionDialog(Texts.of("project.limit.of", use.project().name()), Texts.of("common.save"))
        .say(Texts.of("project.limit.text", use.backups(), use.size()))
        .with(backups, size)
        .onConfirm(
            () -> {
              Edit.unchanged(
                  limits(use.quota()), limits(projects.quota(caller, use.project().id())));
              return projects.limit(
                  caller,
                  use.project().id(),
                  limit(backups.getValue()),
                  // What is shown is rounded.
                  Objects.equals(size.getValue(), shown)
                      ? bytes
                      : limit(size.getValue() == null ? null : bytes(size.getValue())));
            },
            quota -> {
              Toast.done(Texts.of("common.saved"));
              done.run();
            })
        .openAt(backups);
  }

  private static BigDecimal gib(long bytes) {
    return BigDecimal.valueOf(bytes).divide(GIB, 3, RoundingMode.HALF_UP).stripTrailingZeros();
  }

  private static BigDecimal bytes(BigDecimal gib) {
    return gib.multiply(GIB).setScale(0, RoundingMode.HALF_UP);
  }

  private static @Nullable Long limit(@Nullable BigDecimal typed) {
    try {
      return typed == null ? null : Long.valueOf(typed.longValueExact());
    } catch (ArithmeticException e) {
      throw Refusal.invalid(
          "limit-invalid",
          "A limit of %s cannot be kept to.".formatted(typed.toPlainString()),
          "Give a whole number of backups, and no more than 8 billion GiB.");
    }
  }

  private static List<Optional<Long>> limits(Quota quota) {
    return List.of(
        Optional.ofNullable(quota.backupsLimit()), Optional.ofNullable(quota.backupBytesLimit()));
  }
}
