package io.holdfast.console.ui.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.checkbox.CheckboxGroup;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.component.timepicker.TimePicker;
import io.holdfast.console.testing.Client;
import io.holdfast.console.testing.Pages;
import io.holdfast.console.testing.Shared;
import io.holdfast.console.testing.Site;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The editor shows the policy of its address, and saves that one. */
@ExtendWith(Shared.class)
class PolicyEditorIT {

  private final Site site;
  private final Client admin;

  PolicyEditorIT(Site site) {
    this.site = site;
    this.admin = site.administrator();
  }

  @Test
  void from_one_policy_to_another_and_to_a_new_one_the_fields_are_those_of_the_address() {
    String one = policy("0 1 * * *");
    String other = policy("30 4 * * MON,WED");
    try (Pages pages = Pages.of(site, admin)) {
      assertThat(pages.go("policies/" + one + "/edit")).contains("Every day at 01:00");
      String name = name(pages).getValue();

      assertThat(pages.go("policies/" + other + "/edit")).doesNotContain("Every day at 01:00");
      assertThat(name(pages).getValue()).isNotEqualTo(name).isNotEmpty();

      assertThat(pages.go("policies/new")).contains("Every day at 02:00");
      assertThat(name(pages).getValue()).isEmpty();
    }
  }

  @Test
  void a_change_of_the_second_is_saved_in_the_second() {
    String one = policy("0 1 * * *");
    String other = policy("0 3 * * *");
    String renamed = Site.name("renamed");
    try (Pages pages = Pages.of(site, admin)) {
      pages.go("policies/" + one + "/edit");
      pages.go("policies/" + other + "/edit");
      name(pages).setValue(renamed);
      pages.click("save");
      pages.until(() -> !pages.shows("save"));
    }
    assertThat(name(other)).isEqualTo(renamed);
    assertThat(name(one)).isNotEqualTo(renamed);
  }

  @Test
  @SuppressWarnings("unchecked")
  void what_a_schedule_lacks_is_said_in_words() {
    try (Pages pages = Pages.of(site, admin)) {
      pages.go("policies/" + policy("30 4 * * MON") + "/edit");
      pages.find(CheckboxGroup.class, "days").setValue(Set.of());
      assertThat(pages.says()).contains("The schedule has no day of the week.");
      pages.click("save");
      assertThat(pages.shows("save")).as("it is not left").isTrue();

      Select<Object> often = pages.find(Select.class, "often");
      often.setValue(often.getListDataView().getItem(1));
      assertThat(pages.says()).contains("Every day at 04:30");
      pages.find(TimePicker.class, "time").setValue(null);
      assertThat(pages.says()).contains("The schedule has no time of day.");
    }
  }

  private static TextField name(Pages pages) {
    return pages.find(TextField.class, "name");
  }

  private String name(String policy) {
    return admin.get("/policies/" + policy).body().path("name").asString();
  }

  private String policy(String cron) {
    Map<String, Object> wanted =
        Map.of(
            "name",
            Site.name("policy"),
            "project",
            site.project(),
            "cron",
            cron,
            "timeZone",
            "UTC");
    return admin.post("/policies", wanted).mustBe(201).id();
  }
}
