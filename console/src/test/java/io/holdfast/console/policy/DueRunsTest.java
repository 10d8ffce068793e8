package io.holdfast.console.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.console.policy.DueRuns.Decision;
import io.holdfast.schema.policy.Cover;
import io.holdfast.schema.policy.Keep;
import io.holdfast.schema.policy.MissedRuns;
import io.holdfast.schema.policy.PolicyTerms;
import io.holdfast.schema.policy.RunCause;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class DueRunsTest {

  private static final Instant FIRST = Instant.parse("2026-11-02T02:00:00Z");

  @Test
  void what_is_due_is_run_within_its_window_as_usual() {
    assertThat(decide(MissedRuns.REPORT, "2026-11-02T02:59:59Z"))
        .isEqualTo(
            new Decision(RunCause.SCHEDULE, FIRST, 0, Instant.parse("2026-11-03T02:00:00Z")));
  }

  @Test
  void however_many_runs_were_missed_they_are_caught_up_once() {
    assertThat(decide(MissedRuns.CATCH_UP, "2026-11-06T12:00:00Z"))
        .isEqualTo(
            new Decision(
                RunCause.CATCH_UP,
                Instant.parse("2026-11-06T02:00:00Z"),
                4,
                Instant.parse("2026-11-07T02:00:00Z")));
  }

  @Test
  void a_run_that_was_missed_is_only_reported_when_the_policy_says_so() {
    assertThat(decide(MissedRuns.REPORT, "2026-11-02T03:00:00Z").cause())
        .isEqualTo(RunCause.MISSED);
  }

  @Test
  void the_newest_due_time_is_run_as_usual_when_its_window_is_open_and_those_before_are_counted() {
    assertThat(decide(MissedRuns.REPORT, "2026-11-04T02:30:00Z"))
        .isEqualTo(
            new Decision(
                RunCause.SCHEDULE,
                Instant.parse("2026-11-04T02:00:00Z"),
                2,
                Instant.parse("2026-11-05T02:00:00Z")));
  }

  private static Decision decide(MissedRuns missed, String now) {
    PolicyTerms nightly =
        new PolicyTerms(
            null,
            "nightly",
            true,
            "0 2 * * *",
            "UTC",
            missed,
            60,
            0,
            7,
            null,
            null,
            Cover.all(),
            Keep.EVERYTHING);
    return DueRuns.decide(nightly, FIRST, Instant.parse(now));
  }
}
