package io.holdfast.console.ui.identity;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.router.Route;
import io.holdfast.console.identity.ProjectsService;
import io.holdfast.console.live.LiveUpdates;
import io.holdfast.console.ui.Cells;
import io.holdfast.console.ui.Details;
import io.holdfast.console.ui.Icon;
import io.holdfast.console.ui.ListPage;
import io.holdfast.console.ui.RecordGrid;
import io.holdfast.console.ui.Texts;
import io.holdfast.schema.Order;
import io.holdfast.schema.Slice;
import io.holdfast.schema.change.ChangedTable;
import jakarta.annotation.security.PermitAll;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/** The projects that one sees, and how much of its quota each has used. */
@Route("projects/:id?")
@PermitAll
public class ProjectsView extends ListPage<ProjectUse, ProjectsView.Sort> {

  private static final long serialVersionUID = 1L;

  /** What projects can be sorted by. */
  public enum Sort {
    NAME,
    BACKUPS,
    SIZE
  }

  private final transient ProjectsService projects;

  public ProjectsView(ProjectsService projects, LiveUpdates live) {
    super(live, Texts.of("project.title"), "projects", ChangedTable.BACKUP, ChangedTable.PROJECT);
    this.projects = projects;
    if (caller().administers()) {
      Button create =
          new Button(
              Texts.of("project.create"),
              Icon.ADD.create(),
              click ->
                  ProjectDialogs.create(caller(), projects, made -> choose(made.id().toString())));
      create.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
      create.setTestId("create-project");
      addAction(create);
    }
    filters().addSearch("q", Texts.of("project.search"));
    setGrid(list());
  }

  private RecordGrid<ProjectUse, Sort> list() {
    RecordGrid<ProjectUse, Sort> list =
        new RecordGrid<>(
            Order.ascending(Sort.NAME),
            this::read,
            () -> filtered().size(),
            it -> it.project().id());
    var name =
        list.sortable(
            list.addMain(
                    Texts.of("project.project"),
                    Cells.name(it -> it.project().name(), it -> it.project().description()))
                .setFlexGrow(2),
            Sort.NAME);
    name.setRowHeader(true);
    list.sortable(
        list.addMain(Texts.of("project.backups"), Cells.<ProjectUse>text(ProjectUse::backups))
            .setWidth("9rem")
            .setFlexGrow(0),
        Sort.BACKUPS);
    list.sortable(
        list.addMain(Texts.of("project.size"), Cells.<ProjectUse>text(ProjectUse::size))
            .setWidth("12rem")
            .setFlexGrow(0),
        Sort.SIZE);
    list.addMain(Texts.of("project.quota"), Cells.mark(ProjectUse::standing))
        .setWidth("9rem")
        .setFlexGrow(0);
    list.addNarrow(
        Cells.card(
            it -> it.project().name(),
            ProjectUse::standing,
            it -> Texts.of("project.holds", it.backups(), it.size())));
    list.setEmptyStateText(Texts.of("project.none"));
    return list;
  }

  private List<ProjectUse> read(Order<Sort> order, Slice slice) {
    Comparator<ProjectUse> byName =
        Comparator.comparing((ProjectUse it) -> it.project().name().toLowerCase(Locale.ROOT));
    Comparator<ProjectUse> by =
        switch (order.by()) {
          case NAME -> byName;
          case BACKUPS -> Comparator.comparing((ProjectUse it) -> it.quota().backupsUsed());
          case SIZE -> Comparator.comparing((ProjectUse it) -> it.quota().backupBytesUsed());
        };
    return filtered().stream()
        .sorted((order.descending() ? by.reversed() : by).thenComparing(byName))
        .skip(slice.offset())
        .limit(slice.limit())
        .toList();
  }

  private List<ProjectUse> filtered() {
    String text = Objects.requireNonNullElse(filters().value("q"), "").toLowerCase(Locale.ROOT);
    return ProjectUse.all(caller(), projects).stream()
        .filter(it -> it.project().name().toLowerCase(Locale.ROOT).contains(text))
        .toList();
  }

  @Override
  protected void counted() {
    subtitle(Texts.of("project.count", filtered().size()));
  }

  @Override
  protected String idOf(ProjectUse use) {
    return use.project().id().toString();
  }

  @Override
  protected Optional<ProjectUse> find(String id) {
    return ProjectUse.all(caller(), projects).stream()
        .filter(it -> idOf(it).equals(id))
        .findFirst();
  }

  @Override
  protected Details<?> detailsOf(String id) {
    return new ProjectDetails(id, caller(), moments(), projects, () -> grid().refresh());
  }
}
