package io.holdfast.console.ui.repository;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.router.Route;
import io.holdfast.console.live.LiveUpdates;
import io.holdfast.console.ui.Cells;
import io.holdfast.console.ui.Details;
import io.holdfast.console.ui.FilterBar.Choice;
import io.holdfast.console.ui.Icon;
import io.holdfast.console.ui.ListPage;
import io.holdfast.console.ui.RecordGrid;
import io.holdfast.console.ui.Sizes;
import io.holdfast.console.ui.Texts;
import io.holdfast.console.ui.repository.RepositoryDetails.Shown;
import io.holdfast.schema.Order;
import io.holdfast.schema.Slice;
import io.holdfast.schema.change.ChangedTable;
import io.holdfast.schema.repository.RepositoryState;
import jakarta.annotation.security.PermitAll;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/** All repositories: whether each can be worked in, what lies in it, and when it was looked at. */
@Route("repositories/:id?")
@PermitAll
public class RepositoriesView extends ListPage<Shown, RepositoriesView.Sort> {

  private static final long serialVersionUID = 1L;

  /** What repositories can be sorted by. */
  public enum Sort {
    NAME,
    STORED,
    BACKUPS
  }

  private final transient RepositoryDetails.Services services;

  RepositoriesView(RepositoryDetails.Services services, LiveUpdates live) {
    super(
        live,
        Texts.of("repository.title"),
        "repositories",
        ChangedTable.REPOSITORY,
        ChangedTable.TASK);
    caller().mustSeeInstallation();
    this.services = services;
    if (caller().administers()) {
      Button add =
          new Button(
              Texts.of("repository.add"),
              Icon.ADD.create(),
              click -> services.dialogs().add(caller(), made -> choose(made.id().toString())));
      add.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
      add.setTestId("add-repository");
      addAction(add);
    }
    filters().addSearch("q", Texts.of("repository.search"));
    filters()
        .addChoice(
            "show",
            Texts.of("repository.show"),
            List.of(
                new Choice("", Texts.of("repository.show.all")),
                new Choice("unavailable", Texts.of("repository.show.unavailable")),
                new Choice("unencrypted", Texts.of("repository.show.unencrypted"))));
    setGrid(list());
  }

  private RecordGrid<Shown, Sort> list() {
    RecordGrid<Shown, Sort> list =
        new RecordGrid<>(
            Order.ascending(Sort.NAME), this::read, () -> filtered().size(), it -> it.view().id());
    var name =
        list.sortable(
            list.addMain(
                    Texts.of("repository.repository"),
                    Cells.name(it -> it.view().name(), it -> RepositoryMarks.place(it.view())))
                .setFlexGrow(2),
            Sort.NAME);
    name.setRowHeader(true);
    list.addMain(Texts.of("repository.health"), Cells.mark(Shown::health))
        .setWidth("8.5rem")
        .setFlexGrow(0);
    list.addMain(
            Texts.of("repository.encryption"),
            Cells.<Shown>mark(it -> RepositoryMarks.encryption(it.view())))
        .setWidth("10.5rem")
        .setFlexGrow(0);
    list.sortable(
        list.addMain(
                Texts.of("repository.stored"),
                Cells.<Shown>size(it -> it.view().usage().storedBytes()))
            .setWidth("7rem")
            .setFlexGrow(0),
        Sort.STORED);
    list.addMain(
            Texts.of("repository.saved"),
            Cells.<Shown>text(it -> RepositoryMarks.saved(it.view().usage())))
        .setWidth("6rem")
        .setFlexGrow(0);
    list.sortable(
        list.addExtra(
                Texts.of("repository.backups"),
                Cells.<Shown>text(it -> Texts.number(it.view().usage().backups())))
            .setWidth("6.5rem")
            .setFlexGrow(0),
        Sort.BACKUPS);
    list.addExtra(
            Texts.of("repository.last-verify"),
            Cells.<Shown>mark(it -> RepositoryMarks.last(it.work().lastVerify(), moments())))
        .setWidth("10rem")
        .setFlexGrow(0);
    list.addExtra(
            Texts.of("repository.last-reclaim"),
            Cells.<Shown>mark(it -> RepositoryMarks.last(it.work().lastReclaim(), moments())))
        .setWidth("10rem")
        .setFlexGrow(0);
    list.addNarrow(Cells.card(it -> it.view().name(), Shown::health, RepositoriesView::more));
    list.setEmptyStateText(Texts.of("repository.none"));
    return list;
  }

  private static String more(Shown shown) {
    String stored =
        Texts.of("repository.stored-short", Sizes.shortly(shown.view().usage().storedBytes()));
    return shown.view().encrypted()
        ? stored
        : stored + " · " + Texts.of("repository.not-encrypted");
  }

  private List<Shown> read(Order<Sort> order, Slice slice) {
    Comparator<Shown> byName =
        Comparator.comparing((Shown it) -> it.view().name().toLowerCase(Locale.ROOT));
    Comparator<Shown> by =
        switch (order.by()) {
          case NAME -> byName;
          case STORED -> Comparator.comparing((Shown it) -> it.view().usage().storedBytes());
          case BACKUPS -> Comparator.comparing((Shown it) -> it.view().usage().backups());
        };
    return filtered().stream()
        .sorted((order.descending() ? by.reversed() : by).thenComparing(byName))
        .skip(slice.offset())
        .limit(slice.limit())
        .toList();
  }

  private List<Shown> filtered() {
    String text = Objects.requireNonNullElse(filters().value("q"), "").toLowerCase(Locale.ROOT);
    String show = Objects.requireNonNullElse(filters().value("show"), "");
    return services.repositories().list(caller()).stream()
        .filter(
            it -> it.name().toLowerCase(Locale.ROOT).contains(text) || it.location().contains(text))
        .filter(it ->
            switch (show) {
              case "unavailable" -> it.state() == RepositoryState.UNAVAILABLE;
              case "unencrypted" -> !it.encrypted();
              default -> true;
            })
        .map(it -> new Shown(it, services.repositories().work(caller(), it.id())))
        .toList();
  }

  @Override
  protected void counted() {
    List<Shown> shown = filtered();
    subtitle(
        Texts.of(
            "repository.count",
            shown.size(),
            Sizes.shortly(shown.stream().mapToLong(it -> it.view().usage().storedBytes()).sum())));
  }

  @Override
  protected String idOf(Shown shown) {
    return shown.view().id().toString();
  }

  @Override
  protected Optional<Shown> find(String id) {
    return filtered().stream().filter(it -> idOf(it).equals(id)).findFirst();
  }

  @Override
  protected Details<?> detailsOf(String id) {
    return new RepositoryDetails(id, caller(), moments(), services);
  }
}
