package io.holdfast.console.ui;

import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.component.textfield.TextFieldVariant;
import com.vaadin.flow.data.value.ValueChangeMode;
import com.vaadin.flow.router.QueryParameters;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a list is filtered by. The filters' values are in the page's address. */
public final class FilterBar extends Div {

  private static final long serialVersionUID = 1L;
  private static final int SEARCH_AFTER_MILLIS = 250;

  /**
   * One value to choose.
   *
   * @param value as in the address; empty: all
   */
  public record Choice(String value, String label) {}

  private record Filter(Supplier<String> value, java.util.function.Consumer<String> show) {}

  private final transient Map<String, Filter> filters = new LinkedHashMap<>();
  private final transient Runnable changed;
  private boolean reading;

  /** Makes an empty bar; it tells when somebody changes a filter. */
  public FilterBar(Runnable changed) {
    this.changed = changed;
    addClassName("filters");
    getElement().setAttribute("role", "search");
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
    add(field);
    filters.put(parameter, new Filter(field::getValue, field::setValue));
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
    add(select);
    filters.put(
        parameter,
        new Filter(
            () -> select.getValue() == null ? "" : select.getValue().value(),
            value ->
                select.setValue(
                    choices.stream()
                        .filter(choice -> choice.value().equals(value))
                        .findFirst()
                        .orElse(choices.getFirst()))));
  }

  /** A choice among many records, read as one types; its value in the address is the id. */
  public <T> void addRecord(
      String parameter,
      String label,
      Function<T, String> id,
      Function<T, String> text,
      Function<String, Optional<T>> find,
      BiConsumer<ComboBox<T>, String> fill) {
    ComboBox<T> box = new ComboBox<>();
    box.setPlaceholder(label);
    box.setAriaLabel(label);
    box.setItemLabelGenerator(text::apply);
    box.setClearButtonVisible(true);
    box.setTestId("filter-" + parameter);
    fill.accept(box, parameter);
    box.addValueChangeListener(event -> tell());
    add(box);
    filters.put(
        parameter,
        new Filter(
            () -> box.getValue() == null ? "" : id.apply(box.getValue()),
            value -> box.setValue(value.isEmpty() ? null : find.apply(value).orElse(null))));
  }

  private void tell() {
    if (!reading) {
      changed.run();
    }
  }

  /** The value of a filter; {@code null} when it is not set. */
  public @Nullable String value(String parameter) {
    Filter filter = filters.get(parameter);
    String value = filter == null ? "" : filter.value().get();
    return value == null || value.isBlank() ? null : value.strip();
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
