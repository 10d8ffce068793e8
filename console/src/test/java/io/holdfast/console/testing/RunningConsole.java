package io.holdfast.console.testing;

import io.holdfast.console.ConsoleApplication;
import io.holdfast.console.database.DatabaseUrl;
import io.holdfast.grid.GridMember;
import io.holdfast.grid.GridNode;
import io.holdfast.grid.GridRole;
import io.holdfast.grid.GridSettings;
import io.holdfast.grid.call.GridOffers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ApplicationContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextHolderStrategy;

/**
 * The whole console in this JVM, with its own PostgreSQL, its own grid, and other members of the
 * grid that tests let join.
 */
public final class RunningConsole implements AutoCloseable {

  public static final String ADMINISTRATOR = "admin";
  public static final String PASSWORD = "a password for tests";

  private static final Path TARGET = Path.of("target").toAbsolutePath();

  private final Path data;
  private final ServletWebServerApplicationContext context;
  private final SecurityContextHolderStrategy before;
  private final Deque<GridNode> members = new ArrayDeque<>();

  private RunningConsole(
      Path data, ServletWebServerApplicationContext context, SecurityContextHolderStrategy before) {
    this.data = data;
    this.context = context;
    this.before = before;
  }

  /** Starts a console on a data directory of its own. */
  public static RunningConsole start(String... more) {
    try {
      Files.createDirectories(TARGET);
      return startOn(Files.createTempDirectory(TARGET, "console"), more);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Starts a console on a data directory that may have been used before. */
  public static RunningConsole startOn(Path data, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--server.port=0",
                "--holdfast.data=" + data,
                "--holdfast.database.programs=" + TARGET.resolve("postgres-programs"),
                "--holdfast.grid.host=console-" + UUID.randomUUID(),
                "--holdfast.backend-watch.every=2s",
                "--holdfast.administrator.password=" + PASSWORD));
    arguments.addAll(List.of(more));
    SpringApplication application = new SpringApplication(ConsoleApplication.class);
    application.setRegisterShutdownHook(false);
    SecurityContextHolderStrategy before = SecurityContextHolder.getContextHolderStrategy();
    return new RunningConsole(
        data,
        (ServletWebServerApplicationContext) application.run(arguments.toArray(String[]::new)),
        before);
  }

  public Path data() {
    return data;
  }

  public <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  public ApplicationContext context() {
    return context;
  }

  public DSLContext database() {
    return bean(DSLContext.class);
  }

  public String url() {
    return "http://127.0.0.1:" + java.util.Objects.requireNonNull(context.getWebServer()).getPort();
  }

  /** Lets another process, as it were, join the grid. */
  public GridNode join(GridRole role, String host, UUID incarnation, GridOffers offers) {
    GridNode node =
        GridNode.join(
            new GridSettings("127.0.0.1", null, host, data.resolve("ignite-" + incarnation)),
            new GridMember(role, host, incarnation),
            bean(DatabaseUrl.class).value(),
            bean(DataSource.class),
            offers,
            reason -> {});
    members.push(node);
    return node;
  }

  /** Ends it, and keeps the data. */
  public void stop() {
    members.forEach(GridNode::close);
    context.close();
    // The one thing that the consoles of a JVM share: who is signed in is asked of the last that
    // was started, and nobody would be in one that was started before and goes on.
    SecurityContextHolder.setContextHolderStrategy(before);
  }

  /** Ends it, and removes the data. */
  @Override
  public void close() {
    stop();
    try (Stream<Path> files = Files.walk(data)) {
      files.sorted(java.util.Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
