package io.holdfast.chaos.fault;

import io.holdfast.chaos.fault.Fault.Action;
import io.holdfast.chaos.place.Gate;
import io.holdfast.chaos.place.Gate.Manner;
import io.holdfast.chaos.place.Node;
import io.holdfast.chaos.place.Place;
import io.holdfast.chaos.place.RepositoryLinks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.Function;

/** Draws the faults of a sequence. The same seed draws the same ones. */
public final class FaultPlan {

  private static final Action NOTHING = () -> {};
  private static final List<Duration> WRONG =
      List.of(
          Duration.ofDays(-1),
          Duration.ofMinutes(-5),
          Duration.ofSeconds(-10),
          Duration.ofSeconds(10),
          Duration.ofMinutes(5),
          Duration.ofDays(1));
  private static final Manner STALLED = new Manner(0, 0);
  private static final Manner SLOW_DATABASE = new Manner(2_000_000, 300);
  private static final Manner SLOW_STORAGE = new Manner(300_000, 20);
  private static final Manner SLOW_REPOSITORY = new Manner(500_000, 20);

  private final Place place;
  private final Random random;
  private final long lengthMillis;
  private final List<Function<Duration, Fault>> kinds;

  public FaultPlan(Place place, Random random, Duration length) {
    this.place = place;
    this.random = random;
    this.lengthMillis = length.toMillis();
    List<String> workers = place.crew().workers();
    List<String> volumeServices = place.crew().volumeServices();
    List<String> consoles = place.crew().consoles();
    this.kinds =
        new ArrayList<>(
            List.of(
                after -> kill(after, pick(workers)),
                after -> kill(after, pick(workers)),
                after -> kill(after, pick(volumeServices)),
                after -> kill(after, pick(consoles)),
                after -> freeze(after, pick(workers)),
                after -> freeze(after, pick(workers)),
                after -> freeze(after, pick(volumeServices)),
                after -> freeze(after, pick(consoles)),
                after -> cutDatabase(after, pick(workers)),
                after -> cutDatabase(after, pick(anybody())),
                this::cutStorage,
                this::cutGrid,
                this::cutGrid,
                this::slowDatabase,
                this::slowStorage,
                this::breakStorage,
                this::restartDatabase,
                this::breakSessions,
                this::fillDisk,
                this::takeRepositoryAway));
    if (place.storage().canHang()) {
      kinds.add(this::hangRepository);
    }
    if (place.repositoryLinks().areAvailable()) {
      kinds.add(this::cutRepository);
      kinds.add(this::cutRepository);
      kinds.add(this::slowRepository);
      kinds.add(this::breakRepository);
    }
    if (place.clocks().areAvailable()) {
      kinds.add(this::wrongClock);
    }
  }

  /** So many, in the order of their times. */
  public List<Fault> draw(int count) {
    List<Fault> faults = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Duration after = Duration.ofMillis(500 + random.nextLong(lengthMillis * 4 / 5));
      faults.add(pick(kinds).apply(after));
    }
    faults.sort(Comparator.comparing(Fault::after));
    return List.copyOf(faults);
  }

  private <T> T pick(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  private List<String> anybody() {
    return place.crew().all();
  }

  /** Half of them shorter than a worker's lease, half of them longer. */
  private Duration aboutTheLease() {
    long lease = Place.LEASE.toMillis();
    return Duration.ofMillis(
        random.nextBoolean() ? 300 + random.nextLong(lease - 500) : lease + random.nextLong(lease));
  }

  private Fault kill(Duration after, String whom) {
    Node node = place.node(whom);
    Duration down = random.nextInt(3) == 0 ? aboutTheLease() : Duration.ofMillis(300);
    return new Fault("kill " + whom, after, down, node::kill, node::start);
  }

  private Fault freeze(Duration after, String whom) {
    Node node = place.node(whom);
    return new Fault("freeze " + whom, after, aboutTheLease(), node::freeze, node::thaw);
  }

  private Fault cutDatabase(Duration after, String whom) {
    return cut(after, whom, "database", Place.DATABASE_PORT);
  }

  private Fault cutStorage(Duration after) {
    String worker = pick(place.crew().workers());
    String service = pick(place.crew().volumeServices());
    return cut(after, worker, "storage of " + service, place.storageGate(service).port());
  }

  private Fault cutRepository(Duration after) {
    return cut(after, pick(place.crew().workers()), "repository", RepositoryLinks.PORT);
  }

  private Fault cut(Duration after, String whom, String what, int port) {
    return new Fault(
        "cut " + whom + "-" + what,
        after,
        aboutTheLease(),
        () -> place.network().cutFromHarness(whom, port),
        () -> place.network().heal(whom));
  }

  /** One from another, or one from all others. */
  private Fault cutGrid(Duration after) {
    String one = pick(anybody());
    List<String> others = new ArrayList<>(anybody());
    others.remove(one);
    List<String> cut = random.nextBoolean() ? others : List.of(pick(others));
    return new Fault(
        "cut " + one + "-grid of " + (cut.size() == 1 ? cut.getFirst() : "all"),
        after,
        aboutTheLease(),
        () -> {
          for (String other : cut) {
            place.network().cutFrom(one, other);
          }
        },
        () -> place.network().heal(one));
  }

  private Fault slowDatabase(Duration after) {
    Manner manner = random.nextBoolean() ? SLOW_DATABASE : STALLED;
    return treat(after, place.databaseGate(), pick(anybody()), "database", manner);
  }

  private Fault slowStorage(Duration after) {
    String service = pick(place.crew().volumeServices());
    Manner manner = random.nextBoolean() ? SLOW_STORAGE : STALLED;
    return treat(
        after,
        place.storageGate(service),
        pick(place.crew().workers()),
        "storage of " + service,
        manner);
  }

  private Fault slowRepository(Duration after) {
    Manner manner = random.nextBoolean() ? SLOW_REPOSITORY : STALLED;
    return treat(
        after, place.repositoryLinks().gate(), pick(place.crew().workers()), "repository", manner);
  }

  private Fault treat(Duration after, Gate gate, String whom, String what, Manner manner) {
    String address = place.network().address(whom);
    return new Fault(
        (manner.equals(STALLED) ? "stall " : "slow ") + whom + "-" + what,
        after,
        aboutTheLease(),
        () -> gate.treat(address, manner),
        () -> gate.heal(address));
  }

  private Fault breakStorage(Duration after) {
    String worker = pick(place.crew().workers());
    return new Fault(
        "break connections " + worker + "-storage",
        after,
        Duration.ZERO,
        () -> {
          for (String service : place.crew().volumeServices()) {
            place.storageGate(service).breakConnections(place.network().address(worker));
          }
        },
        NOTHING);
  }

  private Fault breakRepository(Duration after) {
    String worker = pick(place.crew().workers());
    return new Fault(
        "break connections " + worker + "-repository",
        after,
        Duration.ZERO,
        () -> place.repositoryLinks().gate().breakConnections(place.network().address(worker)),
        NOTHING);
  }

  private Fault restartDatabase(Duration after) {
    boolean inOrder = random.nextBoolean();
    Duration down = Duration.ofMillis(random.nextLong(4_000));
    return new Fault(
        inOrder ? "restart database" : "kill database",
        after,
        down,
        () -> place.database().stop(inOrder),
        () -> place.database().startAgain());
  }

  private Fault breakSessions(Duration after) {
    return new Fault(
        "break database sessions",
        after,
        Duration.ZERO,
        () -> place.database().breakSessions(),
        NOTHING);
  }

  private Fault fillDisk(Duration after) {
    return new Fault(
        "repository full",
        after,
        aboutTheLease(),
        () -> place.storage().fill(),
        () -> place.storage().makeRoom());
  }

  private Fault takeRepositoryAway(Duration after) {
    return new Fault(
        "repository away",
        after,
        aboutTheLease(),
        () -> place.storage().takeAway(),
        () -> place.storage().bringBack());
  }

  private Fault hangRepository(Duration after) {
    return new Fault(
        "repository hangs",
        after,
        aboutTheLease(),
        () -> place.storage().hang(),
        () -> place.storage().goOn());
  }

  /** The clock jumps, and jumps back. */
  private Fault wrongClock(Duration after) {
    String whom = pick(anybody());
    Duration ahead = pick(WRONG);
    return new Fault(
        "clock of %s wrong by %s".formatted(whom, ahead),
        after,
        aboutTheLease(),
        () -> place.clocks().set(whom, ahead),
        () -> place.clocks().set(whom, Duration.ZERO));
  }
}
