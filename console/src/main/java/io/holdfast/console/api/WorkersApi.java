package io.holdfast.console.api;

import io.holdfast.console.security.SignedIn;
import io.holdfast.console.worker.WorkerView;
import io.holdfast.console.worker.WorkersService;
import io.holdfast.schema.node.Node;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Workers: list and drain. */
@RestController
@RequestMapping("/api/v1/workers")
class WorkersApi {

  /**
   * A worker as the API shows it.
   *
   * @param state up, draining, lost or down
   */
  record WorkerJson(
      String host,
      UUID incarnation,
      String state,
      int slots,
      int runningTasks,
      String availabilityZone,
      String address,
      String version,
      Instant startedAt,
      Instant leaseUntil,
      @Nullable Instant closedAt,
      @Nullable String closedReason,
      List<TaskJson> tasks) {

    static WorkerJson of(WorkerView worker) {
      Node node = worker.node();
      return new WorkerJson(
          node.host(),
          node.incarnation(),
          worker.standing().name().toLowerCase(Locale.ROOT),
          node.slots(),
          node.runningTasks(),
          node.availabilityZone(),
          node.address(),
          node.version(),
          node.startedAt(),
          node.leaseUntil(),
          node.closedAt(),
          node.closedReason(),
          worker.running().stream().map(TaskJson::of).toList());
    }
  }

  private final SignedIn signedIn;
  private final WorkersService workers;

  WorkersApi(SignedIn signedIn, WorkersService workers) {
    this.signedIn = signedIn;
    this.workers = workers;
  }

  @GetMapping
  Page<WorkerJson> list() {
    return Page.whole(workers.list(signedIn.caller()), WorkerJson::of);
  }

  @GetMapping("/{host}")
  WorkerJson get(@PathVariable String host) {
    return WorkerJson.of(workers.get(signedIn.caller(), host));
  }

  @PostMapping("/{host}/drain")
  WorkerJson drain(@PathVariable String host) {
    return WorkerJson.of(workers.drain(signedIn.caller(), host));
  }

  @PostMapping("/{host}/undrain")
  WorkerJson undrain(@PathVariable String host) {
    return WorkerJson.of(workers.undrain(signedIn.caller(), host));
  }
}
