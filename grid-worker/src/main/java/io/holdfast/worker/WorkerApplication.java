package io.holdfast.worker;

import io.holdfast.grid.GridSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;

/** The worker's program. Spring reads the settings and hears the signal to stop; no more. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({ProcessSettings.class, WorkerSettings.class})
public class WorkerApplication {

  private static final Logger log = LoggerFactory.getLogger(WorkerApplication.class);
  private static final int STOPS_WITHIN_SECONDS = 9;

  public static void main(String[] arguments) {
    // Each of them says something of itself when it is first used.
    System.setProperty("org.jooq.no-logo", "true");
    System.setProperty("org.jooq.no-tips", "true");
    SpringApplication application = new SpringApplication(WorkerApplication.class);
    application.setWebApplicationType(WebApplicationType.NONE);
    ConfigurableApplicationContext context = application.run(arguments);
    WorkerProcess process = context.getBean(WorkerProcess.class);
    process.run();
    // Ends the context, and with it the process: threads of the grid may go on otherwise.
    System.exit(SpringApplication.exit(context, process::exitCode));
  }

  @Bean
  GridSettings gridSettings(Environment environment) {
    return Binder.get(environment).bindOrCreate("holdfast.grid", GridSettings.class);
  }

  @Bean
  WorkerProcess workerProcess(ProcessSettings process, WorkerSettings settings, GridSettings grid) {
    return new WorkerProcess(process, settings, grid);
  }

  /** On a signal the context closes while the worker still runs: it ends first. */
  @Bean
  Stopping stopping(WorkerProcess process) {
    return new Stopping(process);
  }

  record Stopping(WorkerProcess process) {

    @EventListener
    void closing(ContextClosedEvent event) {
      process.stop("It was stopped.");
      try {
        if (!process.awaitEnd(STOPS_WITHIN_SECONDS)) {
          log.warn("The worker did not end within {} s; it is left as it is", STOPS_WITHIN_SECONDS);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
