package io.holdfast.console.repository;

import io.holdfast.console.grid.GridAccess;
import io.holdfast.console.identity.Caller;
import io.holdfast.console.refusal.Refusal;
import io.holdfast.grid.GridMember;
import io.holdfast.grid.GridRole;
import io.holdfast.grid.call.GridCallException;
import io.holdfast.grid.worker.PlaceReport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Has the workers look at a place before a repository there is written down. */
@Service
public class PlaceTrialService {

  private static final String FILE = "file:";

  private final GridAccess grid;

  PlaceTrialService(GridAccess grid) {
    this.grid = grid;
  }

  /** What each worker that is in the grid finds, by host; all are asked at once. */
  public List<PlaceTrial> tryOut(Caller caller, RepositoryRequest request) {
    caller.mustAdminister();
    String location = RepositoriesService.location(request.location());
    String driver = RepositoriesService.driver(request.driver());
    String passphrase = RepositoriesService.passphrase(request.passphrase());
    String file = passphrase.startsWith(FILE) ? passphrase.substring(FILE.length()) : null;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<CompletableFuture<PlaceTrial>> trials =
          grid.members(GridRole.WORKER).stream()
              .map(GridMember::host)
              .sorted()
              .map(host ->
                  CompletableFuture.supplyAsync(() -> ask(host, driver, location, file), threads))
              .toList();
      return trials.stream().map(CompletableFuture::join).toList();
    }
  }

  /** What keeps a worker from answering is part of what it found. */
  private PlaceTrial ask(String host, String driver, String location, @Nullable String file) {
    try {
      return of(host, grid.trials(host).tryOut(driver, location, file));
    } catch (GridCallException e) {
      return new PlaceTrial(host, e.getMessage(), false, null);
    }
  }

  private static PlaceTrial of(String host, PlaceReport report) {
    return new PlaceTrial(
        host,
        report.problem(),
        report.holdsRepository(),
        report.freeBytes() < 0 ? null : report.freeBytes());
  }

  /** Refuses a place where a worker cannot work, or where a repository lies already. */
  public void mustBeUsable(Caller caller, RepositoryRequest request) {
    List<PlaceTrial> trials = tryOut(caller, request);
    if (trials.isEmpty()) {
      throw Refusal.conflict(
          "no-worker",
          "No worker is in the grid that could try the directory.",
          "Start a worker and try again, or add the repository without trying it first.");
    }
    String problems = problems(trials);
    if (!problems.isEmpty()) {
      throw Refusal.conflict(
          "place-unusable",
          problems,
          "Mend that and try again, or add the repository without trying it first.");
    }
    if (trials.stream().anyMatch(PlaceTrial::holdsRepository)) {
      throw Refusal.conflict(
          "place-taken",
          "A repository lies in %s already.".formatted(request.location()),
          "Choose another directory. If its database is lost, add it without trying it first and"
              + " reindex it.");
    }
  }

  /** Each problem once, with those who have it unless these are all. */
  private static String problems(List<PlaceTrial> trials) {
    Map<String, List<String>> workers = new LinkedHashMap<>();
    for (PlaceTrial trial : trials) {
      if (trial.problem() != null) {
        workers.computeIfAbsent(trial.problem(), _ -> new ArrayList<>()).add(trial.worker());
      }
    }
    return workers.entrySet().stream()
        .map(entry ->
            entry.getValue().size() == trials.size()
                ? entry.getKey()
                : "On %s: %s".formatted(String.join(", ", entry.getValue()), entry.getKey()))
        .collect(Collectors.joining(" "));
  }
}
