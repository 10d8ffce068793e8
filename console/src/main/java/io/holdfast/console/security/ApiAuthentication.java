package io.holdfast.console.security;

import io.holdfast.console.identity.Caller;
import io.holdfast.console.identity.SignIn;
import io.holdfast.console.identity.TokensService;
import io.holdfast.console.refusal.Refusal;
import io.holdfast.console.refusal.Refusals;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.jooq.exception.DataAccessException;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Finds out who calls the API: by a token, or by name and password where the first token is made
 * and nowhere else.
 */
final class ApiAuthentication extends OncePerRequestFilter {

  private static final String BEARER = "Bearer ";
  private static final String BASIC = "Basic ";

  private final TokensService tokens;
  private final SignIn signIn;
  private final ApiProblems problems;

  ApiAuthentication(TokensService tokens, SignIn signIn, ApiProblems problems) {
    this.tokens = tokens;
    this.signIn = signIn;
    this.problems = problems;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    Optional<Caller> caller;
    try {
      caller = caller(request);
    } catch (Refusal refusal) {
      problems.write(request, response, refusal);
      return;
    } catch (DataAccessException e) {
      problems.write(request, response, Refusals.of(e));
      return;
    }
    if (caller.isPresent()) {
      SecurityContext context = SecurityContextHolder.createEmptyContext();
      context.setAuthentication(SignedIn.as(caller.get()));
      SecurityContextHolder.setContext(context);
    }
    chain.doFilter(request, response);
  }

  private Optional<Caller> caller(HttpServletRequest request) {
    String header = request.getHeader("Authorization");
    if (header == null) {
      return Optional.empty();
    }
    if (header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      return Optional.of(
          tokens
              .callerOf(header.substring(BEARER.length()).strip())
              .orElseThrow(() ->
                  notSignedIn(
                      "The token is not valid: it is unknown, revoked or expired.",
                      "Make a new one with POST /api/v1/tokens or in the console's settings.")));
    }
    if (header.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
      if (!request.getMethod().equals("POST")
          || !request.getRequestURI().endsWith("/api/v1/tokens")) {
        throw notSignedIn(
            "Name and password are only taken by POST /api/v1/tokens.",
            "Make a token there and send it as 'Authorization: Bearer TOKEN'.");
      }
      return Optional.of(byPassword(header, request.getRemoteAddr()));
    }
    throw notSignedIn(
        "The Authorization header is of a kind that is not known here.",
        "Send 'Authorization: Bearer TOKEN'.");
  }

  private Caller byPassword(String header, String address) {
    String pair;
    try {
      pair =
          new String(
              Base64.getDecoder().decode(header.substring(BASIC.length()).strip()),
              StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      pair = "";
    }
    int colon = pair.indexOf(':');
    if (colon < 0) {
      throw notSignedIn(
          "The Authorization header is garbled.", "Send name and password as in RFC 7617.");
    }
    return Caller.of(signIn.by(pair.substring(0, colon), pair.substring(colon + 1), address));
  }

  private static Refusal notSignedIn(String detail, String next) {
    return Refusal.of(Refusal.Kind.NOT_SIGNED_IN, "not-signed-in", detail, next);
  }
}
