package io.holdfast.console.ui.identity;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.router.Route;
import io.holdfast.console.identity.ProjectsService;
import io.holdfast.console.identity.UserView;
import io.holdfast.console.identity.UsersService;
import io.holdfast.console.live.LiveUpdates;
import io.holdfast.console.ui.Cells;
import io.holdfast.console.ui.Details;
import io.holdfast.console.ui.FilterBar.Choice;
import io.holdfast.console.ui.FilterChoices;
import io.holdfast.console.ui.Icon;
import io.holdfast.console.ui.ListPage;
import io.holdfast.console.ui.RecordGrid;
import io.holdfast.console.ui.Texts;
import io.holdfast.schema.Order;
import io.holdfast.schema.Slice;
import io.holdfast.schema.change.ChangedTable;
import io.holdfast.schema.identity.Project;
import io.holdfast.schema.identity.Role;
import jakarta.annotation.security.PermitAll;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Who may sign in, and what each may do. */
@Route("people/:id?")
@PermitAll
public class PeopleView extends ListPage<PersonRow, PeopleView.Sort> {

  private static final long serialVersionUID = 1L;

  /** What people can be sorted by. */
  public enum Sort {
    NAME,
    ROLE,
    SIGNED_IN
  }

  private final transient UsersService users;
  private final transient ProjectsService projects;

  public PeopleView(
      UsersService users, ProjectsService projects, FilterChoices choices, LiveUpdates live) {
    super(
        live, Texts.of("person.title"), "people", ChangedTable.USER_ACCOUNT, ChangedTable.PROJECT);
    caller().mustAdminister();
    this.users = users;
    this.projects = projects;
    Button add =
        new Button(
            Texts.of("person.add"),
            Icon.ADD.create(),
            click ->
                IdentityDialogs.addPerson(
                    caller(), users, projects, made -> choose(made.id().toString())));
    add.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
    add.setTestId("add-person");
    addAction(add);
    filters().addSearch("q", Texts.of("person.search"));
    filters()
        .addChoice(
            "role",
            Texts.of("person.role"),
            Stream.concat(
                    Stream.of(new Choice("", Texts.of("person.role.any"))),
                    Stream.of(Role.values())
                        .map(role -> new Choice(role.value(), Texts.of("role", role))))
                .toList());
    choices.project(filters(), caller());
    setGrid(list());
  }

  private RecordGrid<PersonRow, Sort> list() {
    RecordGrid<PersonRow, Sort> list =
        new RecordGrid<>(
            Order.ascending(Sort.NAME),
            this::read,
            () -> filtered().size(),
            row -> row.user().id());
    var name =
        list.sortable(
            list.addMain(
                    Texts.of("person.person"),
                    Cells.<PersonRow>name(row -> row.user().name(), PersonRow::project))
                .setFlexGrow(2),
            Sort.NAME);
    name.setRowHeader(true);
    list.sortable(
        list.addMain(
                Texts.of("person.role"),
                Cells.<PersonRow>text(row -> Texts.of("role", row.user().role())))
            .setWidth("10rem")
            .setFlexGrow(0),
        Sort.ROLE);
    list.addMain(
            Texts.of("person.standing"),
            Cells.<PersonRow>mark(row -> IdentityDialogs.standing(row.user())))
        .setWidth("10rem")
        .setFlexGrow(0);
    list.sortable(
        list.addMain(
                Texts.of("person.signed-in"),
                Cells.<PersonRow>moment(row -> row.user().signedInAt(), moments()))
            .setWidth("11rem")
            .setFlexGrow(0),
        Sort.SIGNED_IN);
    list.addNarrow(
        Cells.card(
            row -> row.user().name(),
            row -> IdentityDialogs.standing(row.user()),
            row ->
                Texts.of("role", row.user().role())
                    + (row.project().isEmpty() ? "" : " · " + row.project())));
    list.setEmptyStateText(Texts.of("person.none"));
    return list;
  }

  private static PersonRow row(UserView user, Map<UUID, String> names) {
    UUID project = user.projectId();
    return new PersonRow(
        user, project == null ? "" : names.getOrDefault(project, project.toString()));
  }

  private Map<UUID, String> projectNames() {
    return projects.list(caller()).stream().collect(Collectors.toMap(Project::id, Project::name));
  }

  private List<PersonRow> read(Order<Sort> order, Slice slice) {
    Map<UUID, String> names = projectNames();
    Comparator<UserView> byName =
        Comparator.comparing((UserView it) -> it.name().toLowerCase(Locale.ROOT));
    Comparator<UserView> by =
        switch (order.by()) {
          case NAME -> byName;
          case ROLE -> Comparator.comparing(UserView::role);
          case SIGNED_IN ->
              Comparator.comparing(
                  (UserView it) -> Objects.requireNonNullElse(it.signedInAt(), Instant.MIN));
        };
    return filtered().stream()
        .sorted((order.descending() ? by.reversed() : by).thenComparing(byName))
        .skip(slice.offset())
        .limit(slice.limit())
        .map(it -> row(it, names))
        .toList();
  }

  private List<UserView> filtered() {
    String text = Objects.requireNonNullElse(filters().value("q"), "").toLowerCase(Locale.ROOT);
    String role = filters().value("role");
    String project = filters().value("project");
    return users.list(caller()).stream()
        .filter(it -> it.name().toLowerCase(Locale.ROOT).contains(text))
        .filter(it -> role == null || it.role().value().equals(role))
        .filter(it -> project == null || project.equals(String.valueOf(it.projectId())))
        .toList();
  }

  @Override
  protected void counted() {
    subtitle(Texts.of("person.count", filtered().size()));
  }

  @Override
  protected String idOf(PersonRow row) {
    return row.user().id().toString();
  }

  @Override
  protected Optional<PersonRow> find(String id) {
    return users.list(caller()).stream()
        .filter(it -> it.id().toString().equals(id))
        .map(it -> row(it, projectNames()))
        .findFirst();
  }

  @Override
  protected Details<?> detailsOf(String id) {
    return new PersonDetails(id, caller(), moments(), users, projects, () -> grid().refresh());
  }
}
