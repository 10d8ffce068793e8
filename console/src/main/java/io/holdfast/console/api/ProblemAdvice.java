package io.holdfast.console.api;

import io.holdfast.console.refusal.Problem;
import io.holdfast.console.refusal.Refusal;
import io.holdfast.console.refusal.Refusals;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** Makes a problem of whatever a request to the API can end in. */
@RestControllerAdvice
class ProblemAdvice {

  private static final Logger log = LoggerFactory.getLogger(ProblemAdvice.class);

  @ExceptionHandler
  ResponseEntity<Map<String, Object>> handle(
      Exception failure, HttpServletRequest request, HttpServletResponse response)
      throws Exception {
    // Part of an answer is out already: what else went out would be taken for more of it.
    if (!isForPrograms(request) || response.isCommitted()) {
      throw failure;
    }
    Optional<Problem> ofHttp = ofHttp(failure, request.getRequestURI());
    if (ofHttp.isPresent()) {
      return answer(ofHttp.get());
    }
    Refusal refusal = Refusals.of(failure);
    if (refusal.kind() == Refusal.Kind.FAILED) {
      log.error("A request failed path={}", request.getRequestURI(), failure);
    } else if (refusal.kind() == Refusal.Kind.UNAVAILABLE) {
      log.warn(
          "A request could not be served path={} reason={}",
          request.getRequestURI(),
          refusal.detail());
    }
    return answer(Problem.of(refusal, request.getRequestURI()));
  }

  /** Pages pass through here too, and say themselves what is wrong. */
  private static boolean isForPrograms(HttpServletRequest request) {
    String path = request.getRequestURI();
    return path.startsWith("/api/") || path.equals("/healthz");
  }

  /** What Spring finds wrong with a request before a controller sees it. */
  private static Optional<Problem> ofHttp(Throwable failure, String path) {
    return switch (failure) {
      case HttpMessageNotReadableException unreadable
          when unreadable.getCause() instanceof UnrecognizedPropertyException field ->
          Optional.of(
              Problem.of(
                  Refusal.invalid(
                      "field-unknown",
                      "There is no field '%s' in this request.".formatted(field.getPropertyName()),
                      "Its fields are: %s."
                          .formatted(
                              field.getKnownPropertyIds().stream()
                                  .map(String::valueOf)
                                  .sorted()
                                  .collect(Collectors.joining(", ")))),
                  path));
      case HttpMessageNotReadableException unreadable ->
          Optional.of(
              Problem.of(
                  Refusal.invalid(
                      "body-unreadable",
                      "The body is no JSON of the expected form.%s".formatted(where(unreadable)),
                      "Send a JSON object as /api/v1/openapi.json describes it."),
                  path));
      case MethodArgumentTypeMismatchException mismatch ->
          Optional.of(
              Problem.of(
                  Refusal.invalid(
                      "parameter-invalid",
                      "'%s' is no value for the parameter %s."
                          .formatted(mismatch.getValue(), mismatch.getName()),
                      "See /api/v1/openapi.json for what it takes."),
                  path));
      case InvalidParameterException unreadable ->
          Optional.of(
              Problem.of(
                  Refusal.invalid(
                      "parameter-unreadable",
                      "The parameters of this address cannot be read.",
                      "Write them in UTF-8, with % before the two digits of each special byte."),
                  path));
      case HttpRequestMethodNotSupportedException method ->
          Optional.of(methodNotAllowed(method, path));
      case ErrorResponse response -> {
        int status = response.getStatusCode().value();
        yield Optional.of(
            Problem.of(
                status,
                String.valueOf(response.getBody().getTitle()),
                Refusal.invalid(
                    "http-" + status,
                    String.valueOf(response.getBody().getDetail()),
                    "See /api/v1/openapi.json for what is expected."),
                path));
      }
      default -> Optional.empty();
    };
  }

  private static String where(HttpMessageNotReadableException failure) {
    return failure.getCause() instanceof tools.jackson.core.JacksonException json
            && json.getLocation() != null
        ? " (line %d, column %d)"
            .formatted(json.getLocation().getLineNr(), json.getLocation().getColumnNr())
        : "";
  }

  private static Problem methodNotAllowed(
      HttpRequestMethodNotSupportedException failure, String path) {
    Set<HttpMethod> supported = failure.getSupportedHttpMethods();
    String methods =
        supported == null
            ? ""
            : supported.stream().map(HttpMethod::name).sorted().collect(Collectors.joining(", "));
    Problem problem =
        Problem.of(
            405,
            "Method not allowed",
            Refusal.invalid(
                "method-not-allowed",
                "%s cannot be used on this path.".formatted(failure.getMethod()),
                "Use one of: %s.".formatted(methods)),
            path);
    return new Problem(problem.status(), problem.body(), Map.of("Allow", methods));
  }

  private static ResponseEntity<Map<String, Object>> answer(Problem problem) {
    HttpHeaders headers = new HttpHeaders();
    problem.headers().forEach(headers::set);
    headers.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
    return ResponseEntity.status(problem.status()).headers(headers).body(problem.body());
  }
}
