package io.holdfast.console.ui.policy;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.router.Route;
import io.holdfast.console.live.LiveUpdates;
import io.holdfast.console.policy.PoliciesService;
import io.holdfast.console.policy.PolicyView;
import io.holdfast.console.refusal.Refusal;
import io.holdfast.console.ui.Cells;
import io.holdfast.console.ui.Details;
import io.holdfast.console.ui.FilterBar.Choice;
import io.holdfast.console.ui.Icon;
import io.holdfast.console.ui.Ids;
import io.holdfast.console.ui.ListPage;
import io.holdfast.console.ui.RecordGrid;
import io.holdfast.console.ui.Texts;
import io.holdfast.schema.Order;
import io.holdfast.schema.Slice;
import io.holdfast.schema.change.ChangedTable;
import io.holdfast.schema.policy.Policy;
import jakarta.annotation.security.PermitAll;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/** All policies: when each runs next, what it covers, and how its last run went. */
@Route("policies/:id?")
@PermitAll
public class PoliciesView extends ListPage<PolicyView, PoliciesView.Sort> {

  private static final long serialVersionUID = 1L;

  /** What policies can be sorted by. */
  public enum Sort {
    NAME,
    NEXT,
    VOLUMES
  }

  private final transient PoliciesService policies;

  public PoliciesView(PoliciesService policies, LiveUpdates live) {
    super(
        live,
        Texts.of("policy.title"),
        "policies",
        ChangedTable.POLICY,
        ChangedTable.POLICY_RUN,
        ChangedTable.BACKUP,
        ChangedTable.VOLUME,
        ChangedTable.PROJECT);
    this.policies = policies;
    if (caller().operates()) {
      Button create =
          new Button(
              Texts.of("policy.create"),
              Icon.ADD.create(),
              click -> click.getSource().getUI().ifPresent(ui -> ui.navigate("policies/new")));
      create.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
      create.setTestId("create-policy");
      addAction(create);
    }
    filters().addSearch("q", Texts.of("policy.search"));
    filters()
        .addChoice(
            "show",
            Texts.of("policy.show"),
            List.of(
                new Choice("", Texts.of("policy.show.all")),
                new Choice("enabled", Texts.of("policy.show.enabled")),
                new Choice("paused", Texts.of("policy.show.paused"))));
    setGrid(list());
  }

  private RecordGrid<PolicyView, Sort> list() {
    RecordGrid<PolicyView, Sort> list =
        new RecordGrid<>(
            Order.ascending(Sort.NAME), this::read, () -> filtered().size(), PolicyView::id);
    var name =
        list.sortable(
            list.addMain(Texts.of("policy.policy"), Cells.name(PolicyView::name, ScheduleWords::of))
                .setFlexGrow(2),
            Sort.NAME);
    name.setRowHeader(true);
    list.sortable(
        list.addMain(
                Texts.of("policy.next"),
                Cells.<PolicyView>moment(it -> it.policy().nextRunAt(), moments()))
            .setWidth("10.5rem")
            .setFlexGrow(0),
        Sort.NEXT);
    list.addMain(Texts.of("policy.last"), Cells.mark(PolicyMarks::standing))
        .setWidth("13rem")
        .setFlexGrow(1);
    list.sortable(
        list.addMain(
                Texts.of("policy.volumes"),
                Cells.<PolicyView>text(it -> Texts.number(it.volumes())))
            .setWidth("7rem")
            .setFlexGrow(0),
        Sort.VOLUMES);
    if (caller().seesInstallation()) {
      list.addExtra(Texts.of("volume.project"), Cells.<PolicyView>text(PolicyMarks::project))
          .setWidth("9rem")
          .setFlexGrow(0);
    }
    list.addExtra(
            Texts.of("policy.keep"),
            Cells.<PolicyView>text(it -> PolicyMarks.keep(it.policy().terms().keep())))
        .setFlexGrow(1);
    list.addNarrow(Cells.card(PolicyView::name, PolicyMarks::standing, ScheduleWords::of));
    list.setEmptyStateText(Texts.of("policy.none"));
    return list;
  }

  private List<PolicyView> read(Order<Sort> order, Slice slice) {
    Comparator<Policy> byName = Comparator.comparing(it -> it.name().toLowerCase(Locale.ROOT));
    return switch (order.by()) {
      case NAME -> policies.views(page(filtered(), byName, order, slice));
      case NEXT -> {
        Comparator<Policy> byNext =
            Comparator.comparing(it -> Objects.requireNonNullElse(it.nextRunAt(), Instant.MAX));
        yield policies.views(page(filtered(), byNext.thenComparing(byName), order, slice));
      }
      case VOLUMES -> {
        Comparator<PolicyView> byVolumes = Comparator.comparing(PolicyView::volumes);
        yield page(
            policies.views(filtered()),
            byVolumes.thenComparing(PolicyView::policy, byName),
            order,
            slice);
      }
    };
  }

  private static <T> List<T> page(List<T> all, Comparator<T> by, Order<Sort> order, Slice slice) {
    return all.stream()
        .sorted(order.descending() ? by.reversed() : by)
        .skip(slice.offset())
        .limit(slice.limit())
        .toList();
  }

  private List<Policy> filtered() {
    String text = Objects.requireNonNullElse(filters().value("q"), "").toLowerCase(Locale.ROOT);
    String show = Objects.requireNonNullElse(filters().value("show"), "");
    return policies.all(caller()).stream()
        .filter(it -> it.name().toLowerCase(Locale.ROOT).contains(text))
        .filter(it -> show.isEmpty() || it.terms().enabled() == show.equals("enabled"))
        .toList();
  }

  @Override
  protected void counted() {
    subtitle(Texts.of("policy.count", filtered().size()));
  }

  @Override
  protected String idOf(PolicyView policy) {
    return policy.id().toString();
  }

  @Override
  protected Optional<PolicyView> find(String id) {
    try {
      return Optional.of(policies.get(caller(), Ids.parse("policy", id)));
    } catch (Refusal e) {
      return Optional.empty();
    }
  }

  @Override
  protected Details<?> detailsOf(String id) {
    return new PolicyDetails(id, caller(), moments(), policies);
  }
}
