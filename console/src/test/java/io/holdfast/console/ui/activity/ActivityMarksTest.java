package io.holdfast.console.ui.activity;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.console.ui.Texts;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the activity calls things. */
final class ActivityMarksTest {

  @Test
  void whatever_it_knows_has_a_text() {
    assertHaveTexts("activity.action.", ActivityMarks.ACTIONS);
    assertHaveTexts("activity.kind.", ActivityMarks.KINDS);
    assertHaveTexts("activity.detail.", ActivityMarks.DETAILS);
  }

  @Test
  void a_detail_of_a_newer_version_is_shown_by_its_name() {
    assertThat(ActivityMarks.label("max-running")).isEqualTo("Max running");
    assertThat(ActivityMarks.value("max-running", "7")).isEqualTo("7");
  }

  private static void assertHaveTexts(String prefix, List<String> names) {
    assertThat(names)
        .isNotEmpty()
        .allSatisfy(name -> {
          assertThat(Texts.of(prefix + name)).as(name).isNotEqualTo(prefix + name);
        });
  }
}
