package io.holdfast.console.security;

import io.holdfast.console.refusal.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Addresses that no page and no program needs, such as {@code /volumes//x}. */
@Component
class RejectedAddresses implements RequestRejectedHandler {

  private final ApiProblems problems;

  RejectedAddresses(JsonMapper json) {
    this.problems = new ApiProblems(json);
  }

  @Override
  public void handle(
      HttpServletRequest request, HttpServletResponse response, RequestRejectedException failure)
      throws IOException {
    String accepted = request.getHeader("Accept");
    if (accepted != null && accepted.contains("text/html")) {
      response.sendRedirect("/unreadable-address");
    } else {
      problems.write(
          request,
          response,
          Refusal.invalid(
              "address-unreadable",
              "This address cannot be read.",
              "Leave out //, ; and what is written with % in it."));
    }
  }
}
