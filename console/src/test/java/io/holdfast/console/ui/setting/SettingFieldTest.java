package io.holdfast.console.ui.setting;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.browserless.BrowserlessTest;
import com.vaadin.browserless.ViewPackages;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.IntegerField;
import io.holdfast.schema.identity.Settings;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ViewPackages(packages = "io.holdfast.console.testing")
class SettingFieldTest extends BrowserlessTest {

  @ParameterizedTest
  @CsvSource({
    Settings.PROTECTION_MAXIMUM_AGE + ", P7D",
    Settings.PROTECTION_MAXIMUM_AGE + ", PT36H",
    Settings.PROTECTION_MAXIMUM_AGE + ", PT90M",
    Settings.RETENTION_TASKS + ", P180D",
    Settings.RETENTION_TASKS + ", PT90001.5S",
    Settings.RECLAIM_REWRITE_BYTES + ", 999999999999999",
    Settings.RECLAIM_EVERY + ", never",
    Settings.VERIFY_EVERY + ", never",
    Settings.RECLAIM_EVERY + ", PT1H",
    Settings.RECLAIM_REWRITE_BYTES + ", 1073741824",
    Settings.RECLAIM_REWRITE_BYTES + ", 5242880",
    Settings.RECLAIM_REWRITE_BYTES + ", 0",
    Settings.TASK_MAXIMUM_ATTEMPTS + ", 5",
    Settings.REFUSE_DELETE_WITH_DEPENDENTS + ", true",
    Settings.REFUSE_DELETE_WITH_DEPENDENTS + ", false",
  })
  void what_is_not_touched_is_written_as_it_was(String key, String value) {
    String written = SettingField.of(key, value).value().get();
    if (value.startsWith("P")) {
      assertThat(Duration.parse(written)).isEqualTo(Duration.parse(value));
    } else {
      assertThat(written).isEqualTo(value);
    }
  }

  @Test
  @SuppressWarnings("unchecked")
  void another_amount_or_unit_is_written_as_the_setting_has_it() {
    SettingField field = SettingField.of(Settings.RECLAIM_EVERY, "P1D");
    IntegerField amount = (IntegerField) field.first();
    Select<Object> unit =
        (Select<Object>) field.component().getChildren().skip(1).findFirst().orElseThrow();
    amount.setValue(3);
    assertThat(Duration.parse(field.value().get())).isEqualTo(Duration.ofDays(3));

    unit.setValue(unit.getListDataView().getItem(1));
    assertThat(Duration.parse(field.value().get())).isEqualTo(Duration.ofHours(3));

    amount.clear();
    assertThat(field.value().get()).isEmpty();

    unit.setValue(unit.getListDataView().getItem(3));
    assertThat(amount.isEnabled()).isFalse();
    assertThat(field.value().get()).isEqualTo(Settings.NEVER);
  }
}
