package io.holdfast.console.ui;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.applayout.DrawerToggle;
import com.vaadin.flow.component.combobox.MultiSelectComboBox;
import com.vaadin.flow.component.combobox.MultiSelectComboBoxI18n;
import com.vaadin.flow.component.datepicker.DatePicker;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.menubar.MenuBar;
import com.vaadin.flow.component.textfield.PasswordField;
import com.vaadin.flow.i18n.I18NProvider;
import com.vaadin.flow.server.CustomizedSystemMessages;
import com.vaadin.flow.server.SystemMessages;
import java.time.DayOfWeek;
import java.time.Month;
import java.time.format.TextStyle;
import java.time.temporal.WeekFields;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What components say by themselves, in the viewer's language. */
public final class OwnWords {

  /** A calendar says whose it is, and reads out no row of days that it hides. */
  private static final String NAME_CALENDAR =
      """
      const name = calendar => {
        calendar.id = this.inputElement.id + '-calendar';
        calendar.setAttribute('aria-label', this.accessibleName || this.label);
        this.inputElement.setAttribute('aria-controls', calendar.id);
      };
      const hideDays = async month => {
        await month.updateComplete;
        month.shadowRoot.getElementById('weekdays-container').setAttribute('aria-hidden', 'true');
      };
      new MutationObserver(() => {
        const calendar = this.querySelector('vaadin-date-picker-overlay-content');
        if (calendar) {
          name(calendar);
          calendar.querySelectorAll('vaadin-month-calendar').forEach(hideDays);
        }
      }).observe(this, { childList: true, subtree: true });
      """;

  private OwnWords() {}

  /** A date, in the calendar's own words; a week begins on Monday. */
  public static DatePicker date(String label) {
    DatePicker date = date();
    date.setLabel(label);
    return date;
  }

  static DatePicker date() {
    Locale locale = Texts.locale();
    DatePicker date = new DatePicker();
    date.setI18n(
        new DatePicker.DatePickerI18n()
            // The first is how dates are shown; all of them can be typed.
            .setDateFormats(Texts.of("words.date-format"), "yyyy-MM-dd", "d.M.yyyy", "d MMM yyyy")
            .setMonthNames(
                Stream.of(Month.values())
                    .map(it -> it.getDisplayName(TextStyle.FULL_STANDALONE, locale))
                    .toList())
            .setWeekdays(weekdays(TextStyle.FULL_STANDALONE, locale))
            .setWeekdaysShort(weekdays(TextStyle.SHORT_STANDALONE, locale))
            // By ISO, as the days are written: a language alone does not say where one lives.
            .setFirstDayOfWeek(WeekFields.ISO.getFirstDayOfWeek().getValue())
            .setToday(Texts.of("words.today"))
            .setCancel(Texts.of("common.cancel"))
            .setBadInputErrorMessage(Texts.of("words.no-date")));
    date.getElement().executeJs(NAME_CALENDAR);
    return date;
  }

  /** From Sunday, as the component wants them. */
  private static List<String> weekdays(TextStyle style, Locale locale) {
    return Stream.iterate(DayOfWeek.SUNDAY, day -> day.plus(1))
        .limit(7)
        .map(day -> day.getDisplayName(style, locale))
        .toList();
  }

  public static PasswordField password(String label) {
    PasswordField password = new PasswordField(label);
    password
        .getElement()
        .executeJs("this.i18n = {...this.i18n, reveal: $0}", Texts.of("words.show-password"));
    return password;
  }

  public static <T> MultiSelectComboBox<T> several(String label) {
    MultiSelectComboBox<T> several = new MultiSelectComboBox<>(label);
    several.setI18n(
        new MultiSelectComboBoxI18n()
            .setCleared(Texts.of("words.cleared"))
            .setFocused(Texts.of("words.focused"))
            .setSelected(Texts.of("words.selected"))
            .setDeselected(Texts.of("words.deselected"))
            .setTotal(Texts.of("words.total")));
    return several;
  }

  /**
   * The boxes by which rows are selected. Their header shows nothing, as not all of a list can be
   * selected; it is read out.
   */
  static void selectionBoxes(Grid<?> grid) {
    grid.getElement()
        .executeJs(
            "const boxes = this.querySelector('vaadin-grid-flow-selection-column');"
                + "boxes.headerRenderer = cell => {"
                + " cell.innerHTML = '<span class=\"read-out\"></span>';"
                + " cell.firstChild.textContent = $0; };",
            Texts.of("selection.header"));
  }

  static DrawerToggle drawerToggle() {
    DrawerToggle toggle = new DrawerToggle();
    toggle.setAriaLabel(Texts.of("layout.drawer"));
    return toggle;
  }

  static MenuBar menu() {
    MenuBar menu = new MenuBar();
    menu.setI18n(new MenuBar.MenuBarI18n().setMoreOptions(Texts.of("words.more-options")));
    return menu;
  }

  /** What is said before or without a page. */
  static SystemMessages ofTheSystem(I18NProvider texts, Locale locale) {
    CustomizedSystemMessages messages = new CustomizedSystemMessages();
    messages.setCookiesDisabledCaption(texts.getTranslation("words.no-cookies", locale));
    messages.setCookiesDisabledMessage(texts.getTranslation("words.no-cookies.next", locale));
    messages.setInternalErrorCaption(texts.getTranslation("words.failed", locale));
    messages.setInternalErrorMessage(texts.getTranslation("words.failed.next", locale));
    return messages;
  }

  /** What is said while the console cannot be reached. */
  static void connection(UI ui) {
    ui.getReconnectDialogConfiguration().setDialogText(Texts.of("words.connection-lost"));
    ui.getReconnectDialogConfiguration().setDialogTextGaveUp(Texts.of("words.connection-gone"));
  }
}
