package io.holdfast.console.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.holdfast.console.identity.Caller;
import io.holdfast.console.testing.Client;
import io.holdfast.console.testing.FakeWorker;
import io.holdfast.console.testing.Shared;
import io.holdfast.console.testing.Site;
import io.holdfast.schema.backup.Backup;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Shared.class)
class RestoreForecastIT {

  private final Site site;

  RestoreForecastIT(Site site) {
    this.site = site;
  }

  @Test
  void a_restore_is_forecast_by_earlier_ones_that_the_caller_may_see() {
    Client member = site.user("member", site.project());
    Caller caller = site.caller(member);
    var forecast = site.console().bean(RestoreForecast.class);
    try (var worker = new FakeWorker(site.console(), Site.name("worker"), 8)) {
      String path = site.backup(member, worker, site.volume(member));
      UUID id = UUID.fromString(member.get(path).body().path("id").asString());
      Backup backup = site.console().bean(BackupsService.class).get(caller, id);
      assertThat(forecast.of(caller, backup)).isEmpty();

      UUID task =
          UUID.fromString(
              member
                  .post(path + "/restore", Map.of("volumeName", Site.name("again")))
                  .mustBe(202)
                  .body()
                  .path("task")
                  .path("id")
                  .asString());
      await().atMost(Duration.ofSeconds(20)).until(() -> worker.runs(task));
      worker.finish(task);
      site.console()
          .database()
          .execute(
              "update task set bytes_total = ?, finished_at = started_at + interval '10 seconds'"
                  + " where id = ?",
              backup.sizeBytes() / 2,
              task);

      assertThat(forecast.of(caller, backup)).contains(Duration.ofSeconds(20));
      Caller stranger = site.caller(site.user("member", site.project()));
      assertThat(forecast.of(stranger, backup)).isEmpty();
    }
  }
}
