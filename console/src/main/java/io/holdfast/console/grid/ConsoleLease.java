package io.holdfast.console.grid;

import io.holdfast.console.refusal.Refusal;
import io.holdfast.schema.node.NodeLeases;
import io.holdfast.schema.node.NodeRegistration;
import io.holdfast.schema.node.NodeRole;
import io.holdfast.schema.node.RegisterResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jooq.DSLContext;
import org.jooq.exception.DataAccessException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This console's row among the nodes. Its lease guards nothing but its name; it lets people, and
 * the consoles that would lead in its stead, see that the console is alive.
 */
final class ConsoleLease implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(ConsoleLease.class);
  private static final Duration LEASE = Duration.ofSeconds(15);
  private static final Duration ASK_AGAIN = Duration.ofMillis(500);

  private final NodeLeases leases;
  private final UUID incarnation;
  private final Consumer<String> lost;
  private final ScheduledExecutorService renewal =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("console-lease").factory());

  private ConsoleLease(NodeLeases leases, UUID incarnation, Consumer<String> lost) {
    this.leases = leases;
    this.incarnation = incarnation;
    this.lost = lost;
  }

  /**
   * Registers this process. A console that was killed on the same data directory, which is known by
   * the file, cannot be alive, since this process holds the directory's lock: it is closed first.
   */
  static ConsoleLease take(
      DSLContext database, String host, Path incarnationFile, Consumer<String> lost) {
    NodeLeases leases = new NodeLeases(database);
    UUID incarnation = UUID.randomUUID();
    closeEarlier(leases, incarnationFile);
    register(leases, host, incarnation);
    try {
      Files.createDirectories(incarnationFile.resolveSibling(".").normalize());
      Files.writeString(incarnationFile, incarnation.toString());
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + incarnationFile, e);
    }
    ConsoleLease lease = new ConsoleLease(leases, incarnation, lost);
    long third = LEASE.toMillis() / 3;
    var _ = lease.renewal.scheduleWithFixedDelay(lease::renew, third, third, TimeUnit.MILLISECONDS);
    return lease;
  }

  private static void closeEarlier(NodeLeases leases, Path file) {
    try {
      if (Files.exists(file)) {
        leases.close(
            UUID.fromString(Files.readString(file).strip()), "Its process ended without a word.");
      }
    } catch (IOException | IllegalArgumentException e) {
      log.debug("The earlier incarnation is unknown file={}", file, e);
    }
  }

  private static void register(NodeLeases leases, String host, UUID incarnation) {
    NodeRegistration self =
        new NodeRegistration(host, NodeRole.CONSOLE, incarnation, 0, "", version(), "", LEASE);
    long deadline = System.nanoTime() + LEASE.plusSeconds(2).toNanos();
    RegisterResult result = leases.register(self);
    while (result instanceof RegisterResult.HostTaken taken) {
      if (System.nanoTime() > deadline) {
        throw Refusal.conflict(
            "console-name-taken",
            "Another console called '%s' is running on this database since %s."
                .formatted(host, taken.holder().startedAt()),
            "Stop it, or give this one another name with --holdfast.grid.host=NAME.");
      }
      LockSupport.parkNanos(ASK_AGAIN.toNanos());
      result = leases.register(self);
    }
  }

  private static String version() {
    String version = ConsoleLease.class.getPackage().getImplementationVersion();
    return version == null ? "" : version;
  }

  UUID incarnation() {
    return incarnation;
  }

  private void renew() {
    try {
      if (leases.renew(incarnation, LEASE).isEmpty()) {
        renewal.shutdown();
        lost.accept("another console has taken its name, since it had been silent for too long.");
      }
    } catch (DataAccessException e) {
      log.warn("The console's lease was not renewed: {}", e.getMessage());
    } catch (RuntimeException e) {
      log.error("Renewing the console's lease failed", e);
    }
  }

  @Override
  public void close() {
    renewal.shutdownNow();
    try {
      leases.close(incarnation, "It was stopped.");
    } catch (DataAccessException e) {
      log.warn("The console's row could not be closed: {}", e.getMessage());
    }
  }
}
