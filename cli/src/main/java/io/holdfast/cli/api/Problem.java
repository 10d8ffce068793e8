package io.holdfast.cli.api;

import io.holdfast.cli.outcome.ExitCode;
import io.holdfast.cli.outcome.Failure;
import java.net.URI;
import tools.jackson.databind.JsonNode;

/** Turns an error answer (RFC 9457, with {@code next}: what to do) into a failure. */
final class Problem {

  private Problem() {}

  static Failure failure(URI console, int status, JsonNode problem) {
    String detail = problem.path("detail").asString(problem.path("title").asString(""));
    String next = problem.path("next").asString("");
    String said = detail.isBlank() ? unsaid(console, status) : sentence(detail);
    if (status == 401 && next.isBlank()) {
      next =
          "Give a valid token with --token or HOLDFAST_TOKEN; `./holdfast up` renews the one that"
              + " is kept for this machine.";
    }
    return new Failure(exitCode(status), next.isBlank() ? said : said + " " + sentence(next));
  }

  private static ExitCode exitCode(int status) {
    return switch (status) {
      case 400 -> ExitCode.USAGE;
      case 401, 403 -> ExitCode.NOT_PERMITTED;
      case 404, 410 -> ExitCode.NOT_FOUND;
      case 409, 412, 413, 422, 423, 429 -> ExitCode.REFUSED;
      case 502, 503, 504 -> ExitCode.UNREACHABLE;
      default -> ExitCode.FAILED;
    };
  }

  private static String unsaid(URI console, int status) {
    return switch (status) {
      case 401 -> "The console at " + console + " does not accept the token.";
      case 403 -> "The console at " + console + " does not allow this to the token's owner.";
      default -> "The console at " + console + " answered with status " + status + ".";
    };
  }

  private static String sentence(String text) {
    String trimmed = text.strip();
    return trimmed.matches("(?s).*[.!?)]") ? trimmed : trimmed + ".";
  }
}
