package io.holdfast.console.security;

import io.holdfast.console.refusal.Problem;
import io.holdfast.console.refusal.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.MediaType;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import tools.jackson.databind.json.JsonMapper;

/** Answers with problems where a request does not get as far as a controller. */
final class ApiProblems implements AuthenticationEntryPoint, AccessDeniedHandler {

  private final JsonMapper json;

  ApiProblems(JsonMapper json) {
    this.json = json;
  }

  @Override
  public void commence(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
      throws IOException {
    write(
        request,
        response,
        Refusal.of(
            Refusal.Kind.NOT_SIGNED_IN,
            "not-signed-in",
            "This needs a token.",
            "Send 'Authorization: Bearer TOKEN'; POST /api/v1/tokens with name and password makes"
                + " one."));
  }

  @Override
  public void handle(
      HttpServletRequest request, HttpServletResponse response, AccessDeniedException failure)
      throws IOException {
    write(
        request,
        response,
        Refusal.forbidden("You may not do this.", "Ask an administrator for another role."));
  }

  void write(HttpServletRequest request, HttpServletResponse response, Refusal refusal)
      throws IOException {
    Problem problem = Problem.of(refusal, request.getRequestURI());
    response.setStatus(problem.status());
    problem.headers().forEach(response::setHeader);
    response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
    response.setCharacterEncoding("UTF-8");
    json.writeValue(response.getOutputStream(), problem.body());
  }
}
