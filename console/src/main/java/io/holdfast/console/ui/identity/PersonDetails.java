package io.holdfast.console.ui.identity;

import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.router.QueryParameters;
import com.vaadin.flow.router.RouterLink;
import com.vaadin.flow.signals.Signal;
import io.holdfast.console.identity.Caller;
import io.holdfast.console.identity.ProjectsService;
import io.holdfast.console.identity.UserView;
import io.holdfast.console.identity.UsersService;
import io.holdfast.console.live.Changes;
import io.holdfast.console.ui.Details;
import io.holdfast.console.ui.Facts;
import io.holdfast.console.ui.Icon;
import io.holdfast.console.ui.Ids;
import io.holdfast.console.ui.Moments;
import io.holdfast.console.ui.Texts;
import io.holdfast.console.ui.activity.ActivityView;
import io.holdfast.schema.change.ChangedTable;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One person: what the role lets them do, and changing it. */
final class PersonDetails extends Details<PersonDetails.Shown> {

  private static final long serialVersionUID = 1L;

  /** A person with the name of the project, if there is one. */
  record Shown(UserView user, @Nullable String project) {}

  private final transient Caller caller;
  private final transient Moments moments;
  private final transient UsersService users;
  private final transient ProjectsService projects;
  private final transient Runnable done;

  PersonDetails(
      String id,
      Caller caller,
      Moments moments,
      UsersService users,
      ProjectsService projects,
      Runnable done) {
    super(Texts.of("person.details"), () -> read(id, caller, users, projects));
    this.caller = caller;
    this.moments = moments;
    this.users = users;
    this.projects = projects;
    this.done = done;
    load();
  }

  private static Shown read(
      String id, Caller caller, UsersService users, ProjectsService projects) {
    UserView user = users.get(caller, Ids.parse("user", id));
    return new Shown(
        user, user.projectId() == null ? null : projects.get(caller, user.projectId()).name());
  }

  @Override
  protected String titleOf(Shown now) {
    return now.user().name();
  }

  @Override
  protected void build(Signal<Shown> now) {
    addAction(
        "person.edit",
        Icon.EDIT,
        it -> IdentityDialogs.changePerson(caller, users, projects, it.user(), this::changed));
    addAction(
        "person.password",
        Icon.HOLD,
        it -> IdentityDialogs.newPassword(caller, users, it.user(), this::changed));
    addAction(
            "person.delete",
            Icon.DELETE,
            it ->
                IdentityDialogs.deletePerson(
                    caller,
                    users,
                    it.user(),
                    () -> getUI().ifPresent(ui -> ui.navigate(PeopleView.class))))
        .addThemeVariants(ButtonVariant.LUMO_TERTIARY);
    addSection(
        Texts.of("common.facts"),
        new Facts<>(now, moments)
            .mark(Texts.of("person.standing"), it -> IdentityDialogs.standing(it.user()))
            .text(Texts.of("person.role"), it -> Texts.of("role", it.user().role()))
            .text(Texts.of("person.may"), it -> Texts.of("person.may", it.user().role()))
            .text(Texts.of("volume.project"), Shown::project)
            .text(Texts.of("person.issuer"), it -> it.user().issuer())
            .moment(Texts.of("person.signed-in"), it -> it.user().signedInAt())
            .moment(Texts.of("common.created"), it -> it.user().createdAt())
            .code(Texts.of("common.id"), it -> it.user().id().toString()));
    RouterLink did = new RouterLink(Texts.of("activity.same-person"), ActivityView.class);
    did.setQueryParameters(QueryParameters.simple(Map.of("person", now().user().name())));
    Div links = new Div(did);
    links.addClassName("links");
    add(links);
  }

  private void changed() {
    refresh();
    done.run();
  }

  @Override
  protected boolean concerns(Changes changes) {
    UUID project = now().user().projectId();
    return changes.touch(ChangedTable.USER_ACCOUNT, now().user().id())
        || project != null && changes.touch(ChangedTable.PROJECT, project);
  }
}
