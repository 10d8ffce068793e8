package io.holdfast.console.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.holdfast.console.live.Changes;
import io.holdfast.console.live.LiveListener;
import io.holdfast.console.live.LiveUpdates;
import io.holdfast.console.testing.Client;
import io.holdfast.console.testing.RunningConsole;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** The database goes away in the middle, and comes back. */
class DatabaseOutageIT {

  @Test
  void requests_say_so_and_all_goes_on_when_it_is_back() {
    try (RunningConsole console = RunningConsole.start()) {
      Client admin =
          Client.signedIn(console.url(), RunningConsole.ADMINISTRATOR, RunningConsole.PASSWORD);
      admin.get("/volumes").mustBe(200);
      PostgresServer server = console.bean(PostgresServer.class);
      int port = server.port();
      server.close();

      Client.Answer away = admin.get("/volumes").mustBeProblem(503, "database-unavailable");
      assertThat(away.response().headers().firstValue("Retry-After")).isPresent();
      admin.get("/healthz").mustBeProblem(503, "database-unavailable");
      Client.withPassword(console.url(), RunningConsole.ADMINISTRATOR, RunningConsole.PASSWORD)
          .send("POST", "/tokens", "{\"name\":\"t\"}")
          .mustBeProblem(503, "database-unavailable");

      AtomicBoolean told = new AtomicBoolean();
      console
          .bean(LiveUpdates.class)
          .subscribe(
              new LiveListener() {
                @Override
                public void changed(Changes changes) {
                  told.set(told.get() || changes.everything());
                }
              });
      try (PostgresServer again =
          PostgresServer.start(
              console.bean(DataDirectory.class), console.bean(DatabaseSettings.class))) {
        assertThat(again.port()).isEqualTo(port);
        await().atMost(Duration.ofSeconds(30)).until(() -> admin.get("/volumes").status() == 200);
        await().atMost(Duration.ofSeconds(30)).untilTrue(told);
      }
    }
  }

  @Test
  void a_console_that_starts_again_goes_on_with_the_same_data() {
    RunningConsole first = RunningConsole.start();
    Client admin =
        Client.signedIn(first.url(), RunningConsole.ADMINISTRATOR, RunningConsole.PASSWORD);
    String repository = admin.get("/repositories").items().path(0).path("id").asString();
    first.stop();
    try (RunningConsole second =
        RunningConsole.startOn(first.data(), "--holdfast.administrator.password=another one")) {
      Client again =
          Client.signedIn(second.url(), RunningConsole.ADMINISTRATOR, RunningConsole.PASSWORD);
      assertThat(again.get("/repositories").items()).hasSize(1);
      assertThat(again.get("/repositories").items().path(0).path("id").asString())
          .isEqualTo(repository);
    }
  }
}
