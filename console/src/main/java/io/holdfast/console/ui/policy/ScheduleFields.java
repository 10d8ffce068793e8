package io.holdfast.console.ui.policy;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.HasValue;
import com.vaadin.flow.component.checkbox.CheckboxGroup;
import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.IntegerField;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.component.timepicker.TimePicker;
import com.vaadin.flow.data.value.ValueChangeMode;
import io.holdfast.console.policy.Recurrence;
import io.holdfast.console.refusal.Refusal;
import io.holdfast.console.ui.Fields;
import io.holdfast.console.ui.Texts;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.TextStyle;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;

/** When: how often, on which days, at what time, in which time zone. */
final class ScheduleFields extends Div {

  private static final long serialVersionUID = 1L;
  private static final LocalTime NIGHT = LocalTime.of(2, 0);

  private enum Often {
    HOURLY,
    DAILY,
    WEEKLY,
    MONTHLY,
    CUSTOM
  }

  private final Select<Often> often = new Select<>();
  private final Select<Integer> hours = new Select<>();
  private final IntegerField minute = Fields.whole(Texts.of("policy.schedule.minute"), 0, 59);
  private final CheckboxGroup<DayOfWeek> days = new CheckboxGroup<>();
  private final Select<Integer> day = new Select<>();
  private final TimePicker time = new TimePicker(Texts.of("policy.schedule.time"));
  private final TextField cron = new TextField(Texts.of("policy.cron"));
  private final ComboBox<String> zone = new ComboBox<>(Texts.of("policy.schedule.zone"));
  private final transient Runnable changed;

  ScheduleFields(Runnable changed) {
    this.changed = changed;
    addClassName("fields");
    often.setLabel(Texts.of("policy.schedule.often"));
    often.setItems(Often.values());
    often.setItemLabelGenerator(it -> Texts.of("policy.schedule.often", it));
    often.setTestId("often");
    hours.setLabel(Texts.of("policy.schedule.hours"));
    hours.setItems(1, 2, 3, 4, 6, 8, 12);
    hours.setItemLabelGenerator(it -> Texts.of("policy.schedule.hours.each", it));
    days.setLabel(Texts.of("policy.schedule.days"));
    days.setItems(DayOfWeek.values());
    days.setItemLabelGenerator(it -> it.getDisplayName(TextStyle.SHORT, Texts.locale()));
    days.addClassName("chips");
    days.setTestId("days");
    day.setLabel(Texts.of("policy.schedule.day"));
    day.setItems(IntStream.rangeClosed(0, 28).boxed().toList());
    day.setItemLabelGenerator(
        it -> it == 0 ? Texts.of("policy.schedule.day.last") : String.valueOf(it));
    time.setStep(Duration.ofMinutes(15));
    time.setLocale(Locale.UK);
    time.setTestId("time");
    cron.setHelperText(Texts.of("policy.cron.help"));
    cron.setValueChangeMode(ValueChangeMode.LAZY);
    cron.setTestId("cron");
    zone.setItems(ZoneId.getAvailableZoneIds().stream().sorted().toList());
    zone.setTestId("zone");
    add(often, hours, minute, days, day, time, cron, zone);
    show("0 2 * * *", "UTC");
    List.<HasValue<?, ?>>of(often, hours, minute, days, day, time, cron, zone)
        .forEach(field -> field.addValueChangeListener(change -> tell()));
  }

  /** Shows a schedule. */
  void show(String expression, String timeZone) {
    zone.setValue(timeZone);
    cron.setValue(expression);
    hours.setValue(6);
    minute.setValue(0);
    days.setValue(Set.of(DayOfWeek.SUNDAY));
    day.setValue(1);
    time.setValue(NIGHT);
    switch (Recurrence.of(expression)) {
      case Recurrence.Hourly(int each, int at) -> {
        often.setValue(Often.HOURLY);
        hours.setValue(each);
        minute.setValue(at);
      }
      case Recurrence.Daily(LocalTime at) -> {
        often.setValue(Often.DAILY);
        time.setValue(at);
      }
      case Recurrence.Weekly(Set<DayOfWeek> on, LocalTime at) -> {
        often.setValue(Often.WEEKLY);
        days.setValue(on);
        time.setValue(at);
      }
      case Recurrence.Monthly(int on, LocalTime at) -> {
        often.setValue(Often.MONTHLY);
        day.setValue(on);
        time.setValue(at);
      }
      case Recurrence.Custom(String _) -> often.setValue(Often.CUSTOM);
    }
    fit();
  }

  private void tell() {
    fit();
    changed.run();
  }

  /** Shows the fields that matter to what is chosen. */
  private void fit() {
    Often now = often.getValue();
    visible(now == Often.HOURLY, hours, minute);
    visible(now == Often.WEEKLY, days);
    visible(now == Often.MONTHLY, day);
    visible(now == Often.DAILY || now == Often.WEEKLY || now == Often.MONTHLY, time);
    visible(now == Often.CUSTOM, cron);
  }

  private static void visible(boolean shown, Component... fields) {
    for (Component field : fields) {
      field.setVisible(shown);
    }
  }

  /**
   * What is chosen, as a cron expression; one's own is looked at when it is used.
   *
   * @throws Refusal when something is not chosen yet
   */
  String cron() {
    return switch (often.getValue()) {
      case HOURLY ->
          new Recurrence.Hourly(hours.getValue(), Objects.requireNonNullElse(minute.getValue(), 0))
              .cron();
      case DAILY -> new Recurrence.Daily(at()).cron();
      case WEEKLY -> new Recurrence.Weekly(days(), at()).cron();
      case MONTHLY -> new Recurrence.Monthly(day.getValue(), at()).cron();
      case CUSTOM -> cron.getValue();
    };
  }

  private LocalTime at() {
    LocalTime at = time.getValue();
    if (at == null) {
      throw Refusal.invalid(
          "schedule-without-time",
          "The schedule has no time of day.",
          "Choose the time at which the policy runs.");
    }
    return at;
  }

  private Set<DayOfWeek> days() {
    if (days.getValue().isEmpty()) {
      throw Refusal.invalid(
          "schedule-without-days",
          "The schedule has no day of the week.",
          "Choose the days on which the policy runs.");
    }
    return days.getValue();
  }

  String timeZone() {
    return Objects.requireNonNullElse(zone.getValue(), "UTC");
  }
}
