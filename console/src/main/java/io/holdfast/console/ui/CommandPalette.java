package io.holdfast.console.ui;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.data.renderer.LitRenderer;
import io.holdfast.console.identity.Caller;
import io.holdfast.console.search.Found;
import io.holdfast.console.search.SearchService;
import io.holdfast.console.ui.policy.ScheduleWords;
import io.holdfast.schema.policy.PolicyTerms;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Goes anywhere by a few letters, a page or a thing by its name or id, and does what belongs to no
 * page. By keyboard: Ctrl-K, type, arrows, Enter.
 */
final class CommandPalette {

  /**
   * What one can choose.
   *
   * @param go done when it is chosen
   */
  record Place(String name, String more, Icon icon, Consumer<UI> go) {

    /**
     * Where one can go.
     *
     * @param address within the console
     */
    static Place at(String address, String name, String more, Icon icon) {
      return new Place(name, more, icon, ui -> ui.navigate(address));
    }

    /** What one can do. */
    static Place command(String name, Icon icon, Consumer<UI> go) {
      return new Place(name, Texts.of("palette.command"), icon, go);
    }
  }

  private final Caller caller;
  private final SearchService search;
  private final List<Place> places;

  CommandPalette(Caller caller, SearchService search, List<Place> places) {
    this.caller = caller;
    this.search = search;
    this.places = List.copyOf(places);
  }

  void open() {
    Dialog dialog = new Dialog(Texts.of("palette.title"));
    dialog.setWidth("36rem");
    dialog.setMaxWidth("100%");
    // The list of what is found opens below it.
    dialog.setTop("12vh");
    dialog.setTestId("palette");
    dialog.addClassName("palette");
    ComboBox<Place> box = new ComboBox<>();
    box.setPlaceholder(Texts.of("palette.text"));
    box.setAriaLabel(Texts.of("palette.text"));
    box.setPrefixComponent(Icon.SEARCH.create());
    box.setItemLabelGenerator(Place::name);
    box.setRenderer(line());
    box.setWidthFull();
    box.setTestId("palette-text");
    Span none = new Span();
    none.addClassNames("palette-none", "quiet");
    none.getElement().setAttribute("role", "status");
    none.setTestId("palette-none");
    box.setItems(query -> {
      String text = query.getFilter().orElse("");
      List<Place> found = places(text).toList();
      none.setText(found.isEmpty() ? Texts.of("palette.none", text.strip()) : "");
      return found.stream().skip(query.getOffset()).limit(query.getLimit());
    });
    UI ui = UI.getCurrent();
    box.addValueChangeListener(change -> {
      if (change.getValue() != null) {
        dialog.close();
        change.getValue().go().accept(ui);
      }
    });
    dialog.add(box, none);
    Dialogs.open(dialog);
    box.focus();
  }

  private Stream<Place> places(String text) {
    String wanted = text.strip().toLowerCase(Locale.ROOT);
    return Stream.concat(
        places.stream().filter(place -> place.name().toLowerCase(Locale.ROOT).contains(wanted)),
        search.find(caller, text).stream().map(CommandPalette::place));
  }

  private static Place place(Found found) {
    Icon icon =
        switch (found.kind()) {
          case VOLUME -> Icon.VOLUME;
          case BACKUP -> Icon.BACKUP;
          case POLICY -> Icon.POLICY;
          case TASK -> Icon.TASK;
          case WORKER -> Icon.WORKER;
          case REPOSITORY -> Icon.REPOSITORY;
          case PROJECT -> Icon.PROJECT;
          case PERSON -> Icon.USER;
        };
    String page =
        switch (found.kind()) {
          case VOLUME -> "volumes/";
          case BACKUP -> "backups/";
          case POLICY -> "policies/";
          case TASK -> "tasks/";
          case WORKER -> "workers/";
          case REPOSITORY -> "repositories/";
          case PROJECT -> "projects/";
          case PERSON -> "people/";
        };
    String kind = Texts.of("palette.kind", found.kind());
    String more = more(found);
    return Place.at(
        page + found.id(), name(found), more.isEmpty() ? kind : kind + " · " + more, icon);
  }

  /** A backup need not have a name; a task of a repository is called by its kind. */
  private static String name(Found found) {
    if (found.name().isEmpty()) {
      return Texts.of("backup.of", found.more());
    }
    return found.name().equals(found.more()) ? more(found) : found.name();
  }

  private static String more(Found found) {
    PolicyTerms terms = found.terms();
    if (terms != null) {
      return ScheduleWords.of(terms.cron(), terms.timeZone());
    }
    return found.kind() == Found.Kind.TASK ? Sentences.of(found.more()) : found.more();
  }

  private static LitRenderer<Place> line() {
    return LitRenderer.<Place>of(
            """
            <div class="palette-line"><span class="${item.icon}" aria-hidden="true"></span>\
            <span class="cell-main">${item.name}</span><span class="cell-more">${item.more}</span>\
            </div>\
            """)
        .withProperty("icon", it -> it.icon().classNames())
        .withProperty("name", Place::name)
        .withProperty("more", Place::more);
  }
}
