package io.holdfast.console.database;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The PostgreSQL in the data directory: makes it, adopts it, starts it, stops it. */
final class PostgresServer implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(PostgresServer.class);
  private static final Duration START = Duration.ofMinutes(5);
  private static final Duration STOP = Duration.ofSeconds(30);
  private static final int PORT_ATTEMPTS = 3;
  private static final long LEAST_ROOM_BYTES = 64L << 20;
  private static final long LARGEST_LOG_BYTES = 16L << 20;

  private final DataDirectory directory;
  private final DatabaseSettings settings;
  private final PostgresCommand command;
  private final Path data;
  private final Path logFile;
  private final String password;
  private int port;

  private PostgresServer(DataDirectory directory, DatabaseSettings settings, String password) {
    this.directory = directory;
    this.settings = settings;
    this.password = password;
    Path programs = settings.programs();
    this.command =
        new PostgresCommand(
            PostgresPrograms.unpack(
                programs == null ? directory.resolve("postgres-programs") : programs,
                settings.version()));
    this.data = directory.resolve("postgres");
    this.logFile = directory.resolve("logs/postgres.log");
  }

  /** Returns when the server takes connections. */
  static PostgresServer start(DataDirectory directory, DatabaseSettings settings) {
    Path where = directory.resolve("postgres");
    try {
      checkRoom(directory.resolve("."));
      boolean made = Files.exists(where.resolve("PG_VERSION"));
      if (made && !Files.exists(directory.resolve("secrets/database"))) {
        throw new DatabaseStartException(
            "The database's password, %s, is missing."
                .formatted(directory.resolve("secrets/database")),
            "Put the file back; without it the database in %s cannot be opened.".formatted(where));
      }
      PostgresServer server = new PostgresServer(directory, settings, directory.secret("database"));
      if (!made) {
        server.make();
      }
      server.checkVersion();
      server.adoptOrStart();
      return server;
    } catch (IOException e) {
      throw new DatabaseStartException(
          "The embedded database in %s cannot be started: %s".formatted(where, e.getMessage()),
          "See that the directory is this user's, can be written and has room.",
          e);
    }
  }

  private static void checkRoom(Path directory) throws IOException {
    long room = Files.getFileStore(directory).getUsableSpace();
    if (room < LEAST_ROOM_BYTES) {
      throw new DatabaseStartException(
          "The disk that holds %s is full: %d MB are left for the database."
              .formatted(directory.normalize(), room >> 20),
          "Free some room on it, then start again; nothing is lost.");
    }
  }

  private void make() throws IOException {
    log.info("Making the embedded database in {}", data);
    Path passwordFile = Files.createTempFile(directory.resolve("secrets"), ".initdb", "");
    try {
      Files.writeString(passwordFile, password + "\n");
      PostgresCommand.Ended ended =
          command.run(
              START,
              "initdb",
              "--pgdata=" + data,
              "--username=postgres",
              "--pwfile=" + passwordFile,
              "--auth=scram-sha-256",
              "--encoding=UTF8",
              "--locale=C",
              "--locale-provider=builtin",
              "--builtin-locale=C.UTF-8",
              "--no-instructions");
      if (!ended.good()) {
        throw failure("The embedded database in %s cannot be made".formatted(data), ended.output());
      }
    } finally {
      Files.deleteIfExists(passwordFile);
    }
  }

  private void checkVersion() throws IOException {
    String major = Files.readString(data.resolve("PG_VERSION")).strip();
    if (!major.equals(settings.major())) {
      throw new DatabaseStartException(
          "The database in %s was made by PostgreSQL %s, and this Holdfast brings %s."
              .formatted(data, major, settings.major()),
          "Start the Holdfast that made it, dump the database with pg_dump, and load it into a new"
              + " data directory.");
    }
  }

  private void adoptOrStart() throws IOException {
    Optional<Postmaster> running = Postmaster.on(data);
    if (running.isPresent() && running.get().status().equals("stopping")) {
      log.info("Waiting for the embedded database to stop first");
      awaitEnd(running.get().process());
      running = Optional.empty();
    }
    if (running.isPresent()) {
      port = running.get().port();
      log.info("Adopted the embedded database that was still running, on port {}", port);
      awaitReady();
      return;
    }
    Postmaster.removeStale(data);
    Files.createDirectories(directory.resolve("logs"));
    keepLogSmall();
    for (int attempt = 1; ; attempt++) {
      port = choosePort();
      PostgresFiles.write(data, settings.listenAddress(), port);
      PostgresCommand.Ended ended =
          command.run(
              START,
              "pg_ctl",
              "start",
              "--wait",
              "--timeout=" + START.toSeconds(),
              "--pgdata=" + data,
              "--log=" + logFile);
      if (ended.good()) {
        break;
      }
      String reason = lastLog();
      boolean passing = reason.contains("could not bind") || reason.contains("shared memory block");
      if (!passing || attempt == PORT_ATTEMPTS) {
        throw failure(
            "The embedded database in %s does not start".formatted(data),
            reason.isEmpty() ? ended.output() : reason);
      }
      LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
    }
    Files.writeString(directory.resolve("run/database-port"), port + "\n");
    log.info("Started the embedded database on {}:{}", settings.listenAddress(), port);
  }

  /** An adopted server may still be recovering from its last crash. */
  private void awaitReady() throws IOException {
    long deadline = System.nanoTime() + START.toNanos();
    Optional<Postmaster> server = Postmaster.on(data);
    while (server.isPresent() && server.get().status().equals("starting")) {
      if (System.nanoTime() > deadline) {
        throw failure("The embedded database in %s does not get ready".formatted(data), lastLog());
      }
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
      server = Postmaster.on(data);
    }
  }

  /** The port that was asked for, or the last one, so that workers elsewhere find it again. */
  private int choosePort() throws IOException {
    int wanted = settings.port();
    Path last = directory.resolve("run/database-port");
    if (wanted == 0 && Files.exists(last)) {
      String text = Files.readString(last).strip();
      wanted = text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : 0;
    }
    if (wanted != 0) {
      if (isFree(wanted)) {
        return wanted;
      }
      log.warn("Port {} is taken: the embedded database takes another one", wanted);
    }
    try (ServerSocket any =
        new ServerSocket(0, 1, InetAddress.getByName(settings.listenAddress()))) {
      return any.getLocalPort();
    }
  }

  private boolean isFree(int candidate) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(settings.listenAddress(), candidate));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private void keepLogSmall() throws IOException {
    if (Files.exists(logFile) && Files.size(logFile) > LARGEST_LOG_BYTES) {
      Files.move(
          logFile, logFile.resolveSibling("postgres.1.log"), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private String lastLog() throws IOException {
    if (!Files.exists(logFile)) {
      return "";
    }
    List<String> lines = Files.readAllLines(logFile);
    return String.join(
        " / ",
        lines.subList(Math.max(0, lines.size() - 12), lines.size()).stream()
            .filter(line ->
                line.contains("FATAL")
                    || line.contains("PANIC")
                    || line.contains("LOG:  could not"))
            .toList());
  }

  private static DatabaseStartException failure(String what, String reason) {
    if (reason.contains("No space left on device")) {
      return new DatabaseStartException(
          what + ": its disk is full.", "Free some room on it, then start again; nothing is lost.");
    }
    return new DatabaseStartException(
        "%s: %s".formatted(what, reason.isEmpty() ? "it gave no reason." : reason),
        "The file logs/postgres.log in the data directory says more.");
  }

  int port() {
    return port;
  }

  String password() {
    return password;
  }

  /** Ends all sessions and the server, in order. */
  @Override
  public void close() {
    try {
      PostgresCommand.Ended ended =
          command.run(
              STOP.plusSeconds(5),
              "pg_ctl",
              "stop",
              "--mode=fast",
              "--wait",
              "--timeout=" + STOP.toSeconds(),
              "--pgdata=" + data);
      if (!ended.good() && Postmaster.on(data).isPresent()) {
        log.warn("The embedded database did not stop: {}", ended.output());
      }
    } catch (IOException e) {
      log.warn("The embedded database could not be stopped", e);
    }
  }

  private static void awaitEnd(ProcessHandle process) {
    process
        .onExit()
        .orTimeout(STOP.toSeconds(), TimeUnit.SECONDS)
        .exceptionally(_ -> process)
        .join();
  }
}
