package io.holdfast.console.start;

import io.holdfast.console.ConsoleSettings;
import io.holdfast.console.database.DatabaseUrl;
import io.holdfast.grid.process.ParentWatch;
import io.holdfast.grid.process.ReadyFile;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Says that the console serves, and ends it in order when its supervisor is gone. */
@Component
class Readiness {

  private static final Logger log = LoggerFactory.getLogger(Readiness.class);

  private final ConsoleSettings settings;
  private final DatabaseUrl databaseUrl;
  private final Environment environment;

  Readiness(ConsoleSettings settings, DatabaseUrl databaseUrl, Environment environment) {
    this.settings = settings;
    this.databaseUrl = databaseUrl;
    this.environment = environment;
  }

  @EventListener
  void ready(ApplicationReadyEvent event) {
    if (!(event.getApplicationContext() instanceof WebServerApplicationContext web)
        || web.getWebServer() == null) {
      return;
    }
    String url = "http://%s:%d".formatted(host(), web.getWebServer().getPort());
    log.info("The console serves at {}", url);
    if (settings.readyFile() != null) {
      Map<String, String> entries = new LinkedHashMap<>();
      entries.put("url", url);
      entries.put("databaseUrl", databaseUrl.value());
      ReadyFile.write(settings.readyFile(), entries);
    }
    if (settings.parentPid() != null) {
      ParentWatch.start(
          settings.parentPid(),
          () -> {
            log.warn("The supervisor is gone: the console ends");
            System.exit(0);
          });
    }
  }

  private String host() {
    String address = environment.getProperty("server.address", "127.0.0.1");
    String reachable = address.equals("0.0.0.0") || address.equals("::") ? "127.0.0.1" : address;
    return reachable.contains(":") ? "[" + reachable + "]" : reachable;
  }
}
