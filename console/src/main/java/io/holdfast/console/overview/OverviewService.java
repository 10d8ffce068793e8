package io.holdfast.console.overview;

import io.holdfast.console.identity.Caller;
import io.holdfast.console.identity.SettingsService;
import io.holdfast.schema.overview.Day;
import io.holdfast.schema.overview.Overview;
import io.holdfast.schema.overview.OverviewQueries;
import java.time.Duration;
import java.util.List;
import org.jooq.DSLContext;
import org.springframework.stereotype.Service;

/** What is protected, what runs, what failed. */
@Service
public class OverviewService {

  private final OverviewQueries overview;
  private final SettingsService settings;

  OverviewService(DSLContext database, SettingsService settings) {
    this.overview = new OverviewQueries(database);
    this.settings = settings;
  }

  /** How old the newest backup of a volume may be for the volume to count as protected. */
  public Duration maximumAge() {
    return settings.maximumAge();
  }

  /** The figures; over the own project for a member, else over everything. */
  public Overview figures(Caller caller) {
    return overview.overview(caller.onlyProject());
  }

  /** What ended on each of the last days, today last; days on which nothing did are missing. */
  public List<Day> days(Caller caller, int days) {
    return overview.days(caller.onlyProject(), Math.clamp(days, 1, 366));
  }
}
