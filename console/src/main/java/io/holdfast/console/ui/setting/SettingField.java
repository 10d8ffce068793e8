package io.holdfast.console.ui.setting;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.Focusable;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.IntegerField;
import io.holdfast.console.ui.Fields;
import io.holdfast.console.ui.Texts;
import io.holdfast.schema.identity.Settings;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * The field for a setting, in the units that people think in.
 *
 * @param first where one begins
 * @param value what is chosen, as the setting is written; empty: nothing yet
 */
record SettingField(Component component, Focusable<?> first, Supplier<String> value) {

  /**
   * What an amount is counted in.
   *
   * @param of seconds or bytes in one
   */
  private record Unit(String name, long of) {

    static final Unit NEVER = new Unit("never", Long.MAX_VALUE);

    /** The largest first. */
    static final List<Unit> OF_TIME =
        List.of(new Unit("days", 86_400), new Unit("hours", 3600), new Unit("minutes", 60));

    static final List<Unit> OF_SIZE =
        List.of(new Unit("TiB", 1L << 40), new Unit("GiB", 1L << 30), new Unit("MiB", 1L << 20));

    String label() {
      return name.endsWith("iB") ? name : Texts.of("setting.unit." + name);
    }
  }

  static SettingField of(String key, String value) {
    return switch (key) {
      case Settings.REFUSE_DELETE_WITH_DEPENDENTS -> yesOrNo(key, value);
      case Settings.TASK_MAXIMUM_ATTEMPTS -> number(key, value);
      case Settings.RECLAIM_REWRITE_BYTES -> size(key, value);
      default -> duration(key, value);
    };
  }

  private static SettingField yesOrNo(String key, String value) {
    Select<Boolean> field = new Select<>();
    field.setLabel(Texts.of("setting." + key));
    field.setItems(true, false);
    field.setItemLabelGenerator(it -> Texts.of(it ? "setting.yes" : "setting.no"));
    field.setValue(Boolean.valueOf(value));
    field.setTestId("value");
    return new SettingField(field, field, () -> String.valueOf(field.getValue()));
  }

  private static SettingField number(String key, String value) {
    IntegerField field = amount(key);
    field.setValue(Integer.valueOf(value));
    return new SettingField(field, field, () -> field.isEmpty() ? "" : field.getValue().toString());
  }

  private static SettingField size(String key, String value) {
    IntegerField amount = amount(key);
    Select<Unit> unit = unit(amount, Unit.OF_SIZE);
    show(Long.parseLong(value), amount, unit);
    return both(
        amount,
        unit,
        value,
        // May be more than any setting takes, which is then refused in words.
        () ->
            BigInteger.valueOf(amount.getValue())
                .multiply(BigInteger.valueOf(unit.getValue().of()))
                .toString());
  }

  private static SettingField duration(String key, String value) {
    IntegerField amount = amount(key);
    List<Unit> units = new ArrayList<>(Unit.OF_TIME);
    if (key.equals(Settings.RECLAIM_EVERY) || key.equals(Settings.VERIFY_EVERY)) {
      units.add(Unit.NEVER);
    }
    Select<Unit> unit = unit(amount, units);
    if (value.equals(Settings.NEVER)) {
      unit.setValue(Unit.NEVER);
    } else {
      show(Duration.parse(value).toSeconds(), amount, unit);
    }
    return both(
        amount,
        unit,
        value,
        () -> Duration.ofSeconds(unit.getValue().of()).multipliedBy(amount.getValue()).toString());
  }

  private static IntegerField amount(String key) {
    IntegerField amount = Fields.whole(Texts.of("setting." + key), 0, Integer.MAX_VALUE);
    amount.setHelperText(Texts.of("setting." + key + ".help"));
    amount.setTestId("value");
    return amount;
  }

  private static Select<Unit> unit(IntegerField amount, List<Unit> units) {
    Select<Unit> unit = new Select<>();
    unit.setLabel(Texts.of("setting.unit"));
    unit.setItems(units);
    unit.setItemLabelGenerator(Unit::label);
    unit.setTestId("unit");
    unit.addValueChangeListener(change -> amount.setEnabled(!Unit.NEVER.equals(change.getValue())));
    return unit;
  }

  /** In the largest unit of which it is a whole number. */
  private static void show(long value, IntegerField amount, Select<Unit> unit) {
    List<Unit> units = unit.getListDataView().getItems().toList();
    Unit fitting =
        units.stream()
            .filter(it -> value >= it.of() && value % it.of() == 0)
            .findFirst()
            .orElse(units.get(Math.min(2, units.size() - 1)));
    unit.setValue(fitting);
    amount.setValue((int) (value / fitting.of()));
  }

  /**
   * Both fields.
   *
   * @param value written as it is while they are left alone: it may be none that they can show
   */
  private static SettingField both(
      IntegerField amount, Select<Unit> unit, String value, Supplier<String> written) {
    Integer shownAmount = amount.getValue();
    Unit shownUnit = unit.getValue();
    Div both = new Div(amount, unit);
    both.addClassName("fields");
    return new SettingField(
        both,
        amount,
        () -> {
          if (unit.getValue().equals(Unit.NEVER)) {
            return Settings.NEVER;
          }
          if (Objects.equals(amount.getValue(), shownAmount) && unit.getValue().equals(shownUnit)) {
            return value;
          }
          return amount.isEmpty() ? "" : written.get();
        });
  }
}
