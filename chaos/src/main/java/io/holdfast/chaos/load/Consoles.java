package io.holdfast.chaos.load;

import io.holdfast.cli.api.Api;
import io.holdfast.cli.outcome.ExitCode;
import io.holdfast.cli.outcome.Failure;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;

/** The API by way of whichever console answers. */
public final class Consoles implements AutoCloseable {

  /** How a request for a change ended. */
  public enum Outcome {
    ACCEPTED,
    REFUSED,
    /** No answer came: it may have been accepted. */
    UNKNOWN
  }

  /**
   * An answer.
   *
   * @param body empty unless accepted
   */
  public record Answer(Outcome outcome, JsonNode body, String said) {
    public boolean accepted() {
      return outcome == Outcome.ACCEPTED;
    }
  }

  private static final JsonNode NOTHING = tools.jackson.databind.node.MissingNode.getInstance();

  private final List<Api> consoles;
  private final AtomicInteger next = new AtomicInteger();

  public Consoles(List<Api> consoles) {
    this.consoles = List.copyOf(consoles);
  }

  private Api any() {
    return consoles.get(Math.floorMod(next.get(), consoles.size()));
  }

  private Answer ask(java.util.function.Function<Api, JsonNode> request) {
    try {
      return new Answer(Outcome.ACCEPTED, request.apply(any()), "");
    } catch (Failure failure) {
      String said = String.valueOf(failure.getMessage());
      if (failure.exitCode() == ExitCode.UNREACHABLE || failure.exitCode() == ExitCode.FAILED) {
        next.incrementAndGet();
        return new Answer(Outcome.UNKNOWN, NOTHING, said);
      }
      return new Answer(Outcome.REFUSED, NOTHING, said);
    }
  }

  /** Asks each console in turn. */
  public Answer get(String path) {
    Answer answer = ask(api -> api.get(path));
    return answer.outcome() == Outcome.UNKNOWN ? ask(api -> api.get(path)) : answer;
  }

  public Answer post(String path, Map<String, ?> body) {
    return ask(api -> api.post(path, body));
  }

  public Answer delete(String path) {
    return ask(api -> api.delete(path));
  }

  @Override
  public void close() {
    consoles.forEach(Api::close);
  }
}
