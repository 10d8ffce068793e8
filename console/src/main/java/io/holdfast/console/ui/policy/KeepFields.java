package io.holdfast.console.ui.policy;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.textfield.IntegerField;
import com.vaadin.flow.data.value.ValueChangeMode;
import io.holdfast.console.ui.Fields;
import io.holdfast.console.ui.Texts;
import io.holdfast.schema.policy.Keep;
import java.util.List;

/** Which backups stay: six numbers. */
final class KeepFields extends Div {

  private static final long serialVersionUID = 1L;
  private static final int MOST = 10_000;

  private final IntegerField last = field("last");
  private final IntegerField hourly = field("hourly");
  private final IntegerField daily = field("daily");
  private final IntegerField weekly = field("weekly");
  private final IntegerField monthly = field("monthly");
  private final IntegerField yearly = field("yearly");

  KeepFields(Runnable changed) {
    addClassNames("fields", "fields-small");
    List<IntegerField> all = List.of(last, hourly, daily, weekly, monthly, yearly);
    all.forEach(this::add);
    all.forEach(field -> field.addValueChangeListener(change -> changed.run()));
  }

  private static IntegerField field(String name) {
    IntegerField field = Fields.whole(Texts.of("policy.keep." + name), 0, MOST);
    field.setValueChangeMode(ValueChangeMode.LAZY);
    field.setTestId("keep-" + name);
    return field;
  }

  void show(Keep keep) {
    last.setValue(keep.last());
    hourly.setValue(keep.hourly());
    daily.setValue(keep.daily());
    weekly.setValue(keep.weekly());
    monthly.setValue(keep.monthly());
    yearly.setValue(keep.yearly());
  }

  Keep keep() {
    return new Keep(
        number(last),
        number(hourly),
        number(daily),
        number(weekly),
        number(monthly),
        number(yearly));
  }

  private static int number(IntegerField field) {
    return field.getValue() == null ? 0 : field.getValue();
  }
}
