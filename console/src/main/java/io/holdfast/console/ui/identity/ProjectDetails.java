package io.holdfast.console.ui.identity;

import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.router.QueryParameters;
import com.vaadin.flow.router.RouterLink;
import com.vaadin.flow.signals.Signal;
import io.holdfast.console.identity.Caller;
import io.holdfast.console.identity.ProjectsService;
import io.holdfast.console.live.Changes;
import io.holdfast.console.ui.Details;
import io.holdfast.console.ui.Facts;
import io.holdfast.console.ui.Icon;
import io.holdfast.console.ui.Ids;
import io.holdfast.console.ui.Moments;
import io.holdfast.console.ui.Texts;
import io.holdfast.schema.change.ChangedTable;
import java.util.Map;

/** One project: what it may hold, what it holds, and changing that. */
final class ProjectDetails extends Details<ProjectUse> {

  private static final long serialVersionUID = 1L;

  private final transient Caller caller;
  private final transient Moments moments;
  private final transient ProjectsService projects;
  private final transient Runnable done;

  ProjectDetails(
      String id, Caller caller, Moments moments, ProjectsService projects, Runnable done) {
    super(
        Texts.of("project.details"),
        () -> ProjectUse.of(caller, projects, Ids.parse("project", id)));
    this.caller = caller;
    this.moments = moments;
    this.projects = projects;
    this.done = done;
    load();
  }

  @Override
  protected String titleOf(ProjectUse now) {
    return now.project().name();
  }

  @Override
  protected void build(Signal<ProjectUse> now) {
    if (caller.administers()) {
      addAction(
          "project.limit",
          Icon.EDIT,
          it -> ProjectDialogs.limit(caller, projects, it, this::changed));
      addAction(
          "project.edit",
          Icon.EDIT,
          it -> ProjectDialogs.edit(caller, projects, it.project(), this::changed));
      addAction(
              "project.delete",
              Icon.DELETE,
              it ->
                  ProjectDialogs.delete(
                      caller,
                      projects,
                      it.project(),
                      () -> getUI().ifPresent(ui -> ui.navigate(ProjectsView.class))))
          .addThemeVariants(ButtonVariant.LUMO_TERTIARY);
    }
    addSection(
        Texts.of("project.quota"),
        new Facts<>(now, moments)
            .mark(Texts.of("project.quota"), ProjectUse::standing)
            .text(Texts.of("project.backups"), ProjectUse::backups)
            .text(Texts.of("project.size"), ProjectUse::size));
    addSection(
        Texts.of("common.facts"),
        new Facts<>(now, moments)
            .text(Texts.of("volume.description"), it -> it.project().description())
            .moment(Texts.of("common.created"), it -> it.project().createdAt())
            .code(Texts.of("common.id"), it -> it.project().id().toString()));
    if (caller.administers()) {
      RouterLink people = new RouterLink(Texts.of("project.people"), PeopleView.class);
      people.setQueryParameters(
          QueryParameters.simple(Map.of("project", now().project().id().toString())));
      Div links = new Div(people);
      links.addClassName("links");
      add(links);
    }
  }

  private void changed() {
    refresh();
    done.run();
  }

  @Override
  protected boolean concerns(Changes changes) {
    return changes.touch(ChangedTable.BACKUP, ChangedTable.PROJECT);
  }
}
