package io.holdfast.chaos.place;

import io.holdfast.chaos.place.Gate.Manner;
import io.holdfast.cli.api.Access;
import io.holdfast.cli.api.Api;
import io.holdfast.cli.program.JavaCommand;
import io.holdfast.cli.program.Program;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Consoles, volume services and workers around one database and one repository. The first volume
 * service attaches snapshots as they are, any other one by temporary volumes. Everybody reaches the
 * database, and workers the volume services and the repository, through gates of the harness.
 */
public final class Place {

  public static final int DATABASE_PORT = 5432;
  public static final Duration LEASE = Duration.ofSeconds(5);

  private static final int FIRST_STORAGE_PORT = 10809;
  private static final int CONSOLE_PORT = 8080;
  private static final String PASSWORD = "chaos-and-order";
  private static final Duration READY_WITHIN = Duration.ofSeconds(120);
  private static final long REPOSITORY_MEGABYTES = 1024;

  private static final Manner DATABASE_LINK = new Manner(50_000_000, 0);

  /** So slow that tasks take seconds, in which something can happen to them. */
  private static final Manner STORAGE_LINK = new Manner(4_000_000, 0);

  private final Path directory;
  private final Crew crew;
  private final boolean restartsOften;
  private final Traces traces;
  private final Network network;
  private final Storage storage;
  private final Clocks clocks;
  private final Database database;
  private final Map<String, Node> nodes = new LinkedHashMap<>();
  private final Map<String, Gate> storageGates = new LinkedHashMap<>();
  private final Gate databaseGate;
  private final RepositoryLinks repositoryLinks;

  /**
   * Makes everything but the processes.
   *
   * @param restartsOften whether it pays to prepare quicker starts first
   * @param traces what is made, to be undone
   */
  public Place(Path directory, Crew crew, boolean restartsOften, Traces traces)
      throws IOException, InterruptedException {
    this.directory = directory;
    this.crew = crew;
    this.restartsOften = restartsOften;
    this.traces = traces;
    Files.createDirectories(logs());
    this.network = Network.make(traces);
    this.storage = new Storage(directory.resolve("disk"), REPOSITORY_MEGABYTES);
    traces.add(storage);
    this.clocks = new Clocks(directory.resolve("clocks"));
    this.database = Database.start(network, directory, logs().resolve("db.log"), traces);
    this.databaseGate =
        new Gate(
            network.harness(),
            DATABASE_PORT,
            new InetSocketAddress(database.address(), Database.PORT),
            DATABASE_LINK);
    traces.add(databaseGate);
    this.repositoryLinks =
        new RepositoryLinks(network, storage.mount(), directory.resolve("mounts"), traces);
    addNodes();
    // Before the programs are ended: who waits for the repository cannot be killed.
    traces.add(repositoryLinks::end);
    traces.add(() -> storage.goOn());
  }

  private void addNodes() throws IOException, InterruptedException {
    for (String name : crew.consoles()) {
      String address = network.add(name);
      add(
          name,
          Program.CONSOLE,
          "320m",
          List.of(
              "--server.address=" + address,
              "--server.port=" + CONSOLE_PORT,
              "--holdfast.data=" + directory.resolve(name),
              "--holdfast.administrator.name=admin"),
          Map.of(
              "SPRING_DATASOURCE_URL", databaseUrl(), "HOLDFAST_ADMINISTRATOR_PASSWORD", PASSWORD));
    }
    for (String name : crew.volumeServices()) {
      int port = FIRST_STORAGE_PORT + storageGates.size();
      String address = network.add(name);
      Gate gate =
          new Gate(network.harness(), port, new InetSocketAddress(address, port), STORAGE_LINK);
      traces.add(gate);
      storageGates.put(name, gate);
      String backend = "--holdfast.volume-service.backends." + backend(name);
      add(
          name,
          Program.VOLUME_SERVICE,
          "160m",
          List.of(
              backend + ".type=file",
              backend + ".directory=" + Files.createDirectories(images(name)),
              backend + ".attach-snapshot=" + name.equals(crew.volumeServices().getFirst()),
              "--holdfast.volume-service.nbd.listen-address=0.0.0.0",
              "--holdfast.volume-service.nbd.advertise-address=" + network.harness(),
              "--holdfast.volume-service.nbd.port=" + port,
              "--holdfast.volume-service.state=" + directory.resolve(name)),
          Map.of());
    }
    for (String name : crew.workers()) {
      network.add(name);
      add(
          name,
          Program.WORKER,
          "256m",
          WorkerSettings.of(LEASE, directory.resolve("workers")),
          Map.of());
    }
  }

  private void add(
      String name,
      Program program,
      String heap,
      List<String> settings,
      Map<String, String> environment)
      throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(settings);
    all.add("--holdfast.grid.host=" + name);
    all.add("--holdfast.grid.listen-address=" + network.address(name));
    all.add("--holdfast.grid.work-directory=" + directory.resolve("ignite").resolve(name));
    List<String> command = new ArrayList<>(network.entering(name));
    if (program == Program.WORKER) {
      command.addAll(repositoryLinks.over(name));
    }
    // In a session of its own it does not get the terminal's Ctrl-C.
    command.add("setsid");
    command.addAll(JavaCommand.of(program, heap, all));
    Map<String, String> variables = new HashMap<>(environment);
    variables.putAll(clocks.environment(name));
    variables.put("HOLDFAST_DATABASE_URL", databaseUrl());
    variables.put("JAVA_TOOL_OPTIONS", javaOptions(program));
    Node node =
        new Node(
            name,
            command,
            variables,
            logs().resolve(name + ".log"),
            directory.resolve(name + ".ready"));
    traces.add(node::end);
    nodes.put(name, node);
  }

  /**
   * Many of them share this machine and live briefly, so little is compiled well; but what
   * encrypts, all day long, a hundred times slower.
   */
  private static String javaOptions(Program program) {
    return program == Program.CONSOLE ? "-XX:TieredStopAtLevel=1" : "";
  }

  private String databaseUrl() {
    return "jdbc:postgresql://%s:%d/holdfast?user=postgres"
        .formatted(network.harness(), DATABASE_PORT);
  }

  /** Starts everything and returns clients of the consoles. */
  public List<Api> start() throws IOException, InterruptedException {
    Node first = node(crew.consoles().getFirst());
    first.start();
    first.awaitReady(READY_WITHIN);
    if (restartsOften) {
      prepareQuickStarts();
    }
    for (Node node : nodes.values()) {
      node.start();
    }
    for (Node node : nodes.values()) {
      node.awaitReady(READY_WITHIN);
    }
    String token;
    try (Api api = Api.withPassword(address(crew.consoles().getFirst()), "admin", PASSWORD)) {
      token = api.post("/tokens", Map.of("name", "chaos")).required("token").asString();
    }
    return crew.consoles().stream().map(name -> new Api(new Access(address(name), token))).toList();
  }

  /** At its orderly end a program writes down the classes that it loaded, for later starts. */
  private void prepareQuickStarts() throws IOException, InterruptedException {
    List<Node> firsts =
        Stream.of(crew.workers(), crew.volumeServices(), crew.consoles())
            .map(names -> node(names.getFirst()))
            .toList();
    for (Node node : firsts) {
      node.start();
    }
    for (Node node : firsts) {
      node.awaitReady(READY_WITHIN);
    }
    for (Node node : firsts) {
      node.stop(READY_WITHIN);
    }
  }

  private URI address(String console) {
    return URI.create("http://%s:%d".formatted(network.address(console), CONSOLE_PORT));
  }

  /** Makes the links to the volume services so slow that there is something to break. */
  public void slowDown() {
    storageGates.values().forEach(gate -> gate.open(false));
  }

  /**
   * Mends every link, disk and clock, makes the links fast, and starts again whatever does not run.
   */
  public void heal() throws IOException, InterruptedException {
    storage.goOn();
    storage.makeRoom();
    storage.bringBack();
    for (String name : nodes.keySet()) {
      clocks.set(name, Duration.ZERO);
    }
    databaseGate.heal();
    repositoryLinks.gate().heal();
    storageGates.values().forEach(Gate::heal);
    storageGates.values().forEach(gate -> gate.open(true));
    for (Node node : nodes.values()) {
      network.heal(node.name());
      node.thaw();
    }
    database.startAgain();
    startMissing(node -> true);
  }

  /** As a supervisor does: starts what ended by itself, and what else is meant. */
  public void startMissing(Predicate<Node> also) throws IOException {
    for (Node node : nodes.values()) {
      if (!node.isAlive() && (node.isWanted() || also.test(node))) {
        node.start();
      }
    }
  }

  /** The nodes that do not serve. */
  public List<String> unready() {
    return nodes.values().stream().filter(node -> !node.isReady()).map(Node::name).toList();
  }

  public Node node(String name) {
    Node node = nodes.get(name);
    if (node == null) {
      throw new IllegalArgumentException("no node " + name);
    }
    return node;
  }

  public Crew crew() {
    return crew;
  }

  public Network network() {
    return network;
  }

  public Clocks clocks() {
    return clocks;
  }

  public Storage storage() {
    return storage;
  }

  public Database database() {
    return database;
  }

  public RepositoryLinks repositoryLinks() {
    return repositoryLinks;
  }

  public Gate databaseGate() {
    return databaseGate;
  }

  /** The gate before a volume service. */
  public Gate storageGate(String volumeService) {
    Gate gate = storageGates.get(volumeService);
    if (gate == null) {
      throw new IllegalArgumentException("no volume service " + volumeService);
    }
    return gate;
  }

  /** The backend of a volume service. */
  public static String backend(String volumeService) {
    return "of-" + volumeService;
  }

  /** Where a volume service keeps its images. */
  public Path images(String volumeService) {
    return directory.resolve("images").resolve(volumeService);
  }

  public Path logs() {
    return directory.resolve("logs");
  }

  public Path directory() {
    return directory;
  }
}
