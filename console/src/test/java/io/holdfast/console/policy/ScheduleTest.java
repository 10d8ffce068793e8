package io.holdfast.console.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.console.refusal.Refusal;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest {

  @Test
  void a_time_that_clocks_skip_is_due_when_they_change() {
    // On 29 March 2026 there is no 02:30 in Berlin.
    assertThat(due("30 2 * * *", "Europe/Berlin", "2026-03-28T12:00:00Z", 2))
        .containsExactly("2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z");
  }

  @Test
  void a_time_that_comes_twice_is_due_the_first_time() {
    // On 25 October 2026 there are two 02:30 in Berlin.
    assertThat(due("30 2 * * *", "Europe/Berlin", "2026-10-24T12:00:00Z", 2))
        .containsExactly("2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z");
    assertThat(due("30 2 * * *", "Europe/Berlin", "2026-10-25T01:00:00Z", 1))
        .containsExactly("2026-10-26T01:30:00Z");
  }

  @Test
  void what_is_due_every_hour_stays_so_when_clocks_change() {
    assertThat(due("0 * * * *", "Europe/Berlin", "2026-03-28T23:30:00Z", 4))
        .containsExactly(
            "2026-03-29T00:00:00Z",
            "2026-03-29T01:00:00Z",
            "2026-03-29T02:00:00Z",
            "2026-03-29T03:00:00Z");
    assertThat(due("0 * * * *", "Europe/Berlin", "2026-10-24T23:30:00Z", 4))
        .containsExactly(
            "2026-10-25T00:00:00Z",
            "2026-10-25T01:00:00Z",
            "2026-10-25T02:00:00Z",
            "2026-10-25T03:00:00Z");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Europe/Berlin",
        "America/St_Johns",
        "Australia/Lord_Howe",
        "Africa/Casablanca",
        "America/Santiago",
        "Asia/Beirut",
        "UTC"
      })
  void a_daily_run_is_due_once_on_each_day_of_three_years_in_every_zone(String zone) {
    // Samoa left out one day altogether: there, that day has no run.
    for (String cron : List.of("0 0 * * *", "30 0 * * *", "15 2 * * *", "59 23 * * *")) {
      Schedule schedule = Schedule.of(cron, zone);
      List<LocalDate> days =
          schedule.next(Instant.parse("2025-01-01T12:00:00Z"), 1100).stream()
              .map(at -> at.atZone(ZoneId.of(zone)).toLocalDate())
              .toList();
      for (int i = 1; i < days.size(); i++) {
        assertThat(days.get(i)).as(cron).isEqualTo(days.get(i - 1).plusDays(1));
      }
    }
  }

  @Test
  void an_hourly_run_is_due_each_hour_of_three_years() {
    for (String zone : List.of("Europe/Berlin", "America/St_Johns", "America/Santiago")) {
      List<Instant> all =
          Schedule.of("20 * * * *", zone).next(Instant.parse("2025-01-01T12:00:00Z"), 26_000);
      for (int i = 1; i < all.size(); i++) {
        assertThat(Duration.between(all.get(i - 1), all.get(i)))
            .as("%s %s", zone, all.get(i))
            .isEqualTo(Duration.ofHours(1));
      }
    }
  }

  @Test
  void due_times_come_in_order_and_the_next_is_the_same_from_anywhere_before_it() {
    Schedule schedule = Schedule.of("*/20 1-3 * * *", "Europe/Berlin");
    Instant from = Instant.parse("2026-10-24T20:00:00Z");
    List<Instant> all = schedule.next(from, 40);
    assertThat(all).isSorted().doesNotHaveDuplicates();
    Instant before = from;
    for (Instant due : all) {
      for (Instant at = before; at.isBefore(due); at = at.plus(Duration.ofMinutes(7))) {
        assertThat(schedule.after(at)).contains(due);
      }
      before = due;
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "* * * *             | schedule-invalid",
        "61 2 * * *          | schedule-invalid",
        "0 2 1 * MON         | schedule-invalid",
        "0 2 30 2 *          | schedule-never",
        "* * * * *           | schedule-too-often",
        "0,2 2 * * *         | schedule-too-often",
        "''                  | schedule-invalid",
      })
  void what_is_no_schedule_is_refused_in_words(String cron, String code) {
    assertThatThrownBy(() -> Schedule.of(cron, "UTC"))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> {
              assertThat(refusal.code()).isEqualTo(code);
              assertThat(refusal.next()).isNotBlank();
            });
  }

  @Test
  void an_unknown_zone_is_refused_in_words() {
    assertThatThrownBy(() -> Schedule.of("0 2 * * *", "Mars/Base"))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("Mars/Base");
  }

  @Test
  void what_people_mean_and_cron_expressions_are_the_same_both_ways() {
    LocalTime at = LocalTime.of(2, 5);
    List<Recurrence> all =
        new ArrayList<>(
            List.of(
                new Recurrence.Hourly(1, 7),
                new Recurrence.Hourly(6, 0),
                new Recurrence.Daily(at),
                new Recurrence.Weekly(Set.of(DayOfWeek.SUNDAY, DayOfWeek.MONDAY), at),
                new Recurrence.Monthly(0, at),
                new Recurrence.Monthly(28, at),
                new Recurrence.Custom("*/20 1-3 * * *")));
    for (Recurrence recurrence : all) {
      assertThat(Recurrence.of(recurrence.cron())).isEqualTo(recurrence);
      assertThat(Schedule.of(recurrence.cron(), "Asia/Tokyo").next(Instant.EPOCH, 2)).hasSize(2);
      assertThat(recurrence.words()).isNotBlank();
    }
    assertThat(Recurrence.of("5 2 * * MON,TUE,WED,THU,FRI").words())
        .isEqualTo("Monday to Friday at 02:05");
    assertThat(Recurrence.of("5 2 31 * *")).isInstanceOf(Recurrence.Custom.class);
    assertThat(Recurrence.of("0 */5 * * *")).isInstanceOf(Recurrence.Custom.class);
  }

  private static List<String> due(String cron, String zone, String from, int most) {
    return Schedule.of(cron, zone).next(Instant.parse(from), most).stream()
        .map(Instant::toString)
        .toList();
  }
}
