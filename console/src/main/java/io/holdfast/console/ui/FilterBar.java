package io.holdfast.console.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.datepicker.DatePicker;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.component.textfield.TextFieldVariant;
import com.vaadin.flow.data.value.ValueChangeMode;
import com.vaadin.flow.router.QueryParameters;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What a list is filtered by. The filters' values are in the page's address. */
public final class FilterBar extends Div {

  private static final long serialVersionUID = 1L;
  private static final int SEARCH_AFTER_MILLIS = 250;
  private static final UUID NONE = new UUID(0, 0);

  /**
   * One value to choose.
   *
   * @param value as in the address; empty: all
   */
  public record Choice(String value, String label) {}

  private record Filter(Supplier<String> value, Consumer<String> show) {}

  private final transient Map<String, Filter> filters = new LinkedHashMap<>();
  private final transient Runnable changed;
  private final transient Map<String, Component> further = new LinkedHashMap<>();
  private final Button more = new Button();
  private final Button clear = new Button(Texts.of("filter.clear"), event -> clear());
  private boolean reading;
  private boolean opened;

  /** Makes an empty bar; it tells when somebody changes a filter. */
  public FilterBar(Runnable changed) {
    this.changed = changed;
    addClassName("filters");
    getElement().setAttribute("role", "search");
    more.addClickListener(click -> open(!opened));
    more.addThemeVariants(ButtonVariant.LUMO_TERTIARY);
    more.setTestId("more-filters");
    more.setVisible(false);
    clear.addThemeVariants(ButtonVariant.LUMO_TERTIARY);
    clear.setTestId("clear-filters");
    clear.setVisible(false);
    add(more, clear);
  }

  /** What is added from now on is seldom needed: it shows once asked for, or when it is set. */
  public void addFurther() {
    more.setVisible(true);
    open(false);
  }

  private void open(boolean open) {
    opened = open;
    more.setText(Texts.of(open ? "filter.fewer" : "filter.more"));
    more.getElement().setAttribute("aria-expanded", String.valueOf(open));
    further.forEach((parameter, field) -> field.setVisible(open || value(parameter) != null));
  }

  private void place(String parameter, Component field, Filter filter) {
    addComponentAtIndex(indexOf(more), field);
    filters.put(parameter, filter);
    if (more.isVisible()) {
      further.put(parameter, field);
      field.setVisible(opened);
    }
  }

  private void clear() {
    read(QueryParameters.empty());
    changed.run();
  }

  /** A field for text to look for. */
  public void addSearch(String parameter, String label) {
    TextField field = new TextField();
    field.setPlaceholder(label);
    field.setAriaLabel(label);
    field.setPrefixComponent(Icon.SEARCH.create());
    field.setClearButtonVisible(true);
    field.setValueChangeMode(ValueChangeMode.LAZY);
    field.setValueChangeTimeout(SEARCH_AFTER_MILLIS);
    field.addThemeVariants(TextFieldVariant.LUMO_SMALL);
    field.setTestId("filter-" + parameter);
    field.setMaxLength(255);
    field.addClassName("filter-search");
    field.addValueChangeListener(event -> tell());
    place(parameter, field, new Filter(field::getValue, field::setValue));
  }

  /** A choice of one value among a few; the first is what holds when nothing is chosen. */
  public void addChoice(String parameter, String label, List<Choice> choices) {
    Select<Choice> select = new Select<>();
    select.setItems(choices);
    select.setItemLabelGenerator(Choice::label);
    select.setAriaLabel(label);
    select.setValue(choices.getFirst());
    select.setTestId("filter-" + parameter);
    select.addValueChangeListener(event -> tell());
    place(
        parameter,
        select,
        new Filter(
            () -> select.getValue() == null ? "" : select.getValue().value(),
            value ->
                select.setValue(
                    choices.stream()
                        .filter(choice -> choice.value().equals(value))
                        .findFirst()
                        .orElse(choices.getFirst()))));
  }

  /** A choice of one value among some, narrowed down as one types. */
  public void addAmong(String parameter, String label, List<Choice> choices) {
    Map<String, String> labels = new LinkedHashMap<>();
    choices.forEach(choice -> labels.put(choice.value(), choice.label()));
    addRecord(
        parameter, label, value -> labels.getOrDefault(value, value), box -> box.setItems(choices));
  }

  /**
   * A choice of one among many, read as one types.
   *
   * @param label of what an address has, whatever it is: it holds, though there may be no such one
   */
  public void addRecord(
      String parameter, String any, UnaryOperator<String> label, Consumer<ComboBox<Choice>> fill) {
    ComboBox<Choice> box = new ComboBox<>();
    box.setPlaceholder(any);
    box.setAriaLabel(any);
    box.setItemLabelGenerator(Choice::label);
    box.setClearButtonVisible(true);
    box.setTestId("filter-" + parameter);
    fill.accept(box);
    KeptChoice.in(box);
    box.addValueChangeListener(event -> tell());
    place(
        parameter,
        box,
        new Filter(
            () -> box.getValue() == null ? "" : box.getValue().value(),
            value -> box.setValue(value.isEmpty() ? null : new Choice(value, label.apply(value)))));
  }

  /** A day, as {@code 2026-11-23} in the address. */
  public void addDay(String parameter, String label) {
    DatePicker field = OwnWords.date();
    field.setPlaceholder(label);
    field.setAriaLabel(label);
    field.setClearButtonVisible(true);
    field.setTestId("filter-" + parameter);
    field.addClassName("filter-day");
    field.addValueChangeListener(event -> tell());
    place(
        parameter,
        field,
        new Filter(
            () -> field.getValue() == null ? "" : field.getValue().toString(),
            value -> field.setValue(parse(value))));
  }

  private static @Nullable LocalDate parse(String day) {
    try {
      return day.isEmpty() ? null : LocalDate.parse(day);
    } catch (DateTimeParseException e) {
      return null;
    }
  }

  /** The day of a filter; {@code null} when it is not set. */
  public @Nullable LocalDate day(String parameter) {
    String value = value(parameter);
    return value == null ? null : LocalDate.parse(value);
  }

  /** The id of a filter; {@code null} when it is not set. Nothing has what is none. */
  public @Nullable UUID id(String parameter) {
    String value = value(parameter);
    try {
      return value == null ? null : UUID.fromString(value);
    } catch (IllegalArgumentException e) {
      return NONE;
    }
  }

  private void tell() {
    if (!reading) {
      clear.setVisible(isSet());
      changed.run();
    }
  }

  /** The value of a filter, in which NUL matches nothing; {@code null} when it is not set. */
  public @Nullable String value(String parameter) {
    Filter filter = filters.get(parameter);
    String value = filter == null ? "" : filter.value().get();
    return value == null || value.isBlank() ? null : value.strip().replace('\0', '\uFFFD');
  }

  /** Shows what an address says, without telling. */
  public void read(QueryParameters address) {
    reading = true;
    try {
      filters.forEach((parameter, filter) ->
          filter.show().accept(address.getSingleParameter(parameter).orElse("")));
    } finally {
      reading = false;
    }
    clear.setVisible(isSet());
    if (further.keySet().stream().anyMatch(parameter -> value(parameter) != null)) {
      open(true);
    }
  }

  /** For the address: what is set. */
  public QueryParameters parameters() {
    Map<String, String> set = new LinkedHashMap<>();
    filters
        .keySet()
        .forEach(parameter -> {
          String value = value(parameter);
          if (value != null) {
            set.put(parameter, value);
          }
        });
    return QueryParameters.simple(set);
  }

  /** Whether anything is filtered. */
  public boolean isSet() {
    return !parameters().getParameters().isEmpty();
  }
}
