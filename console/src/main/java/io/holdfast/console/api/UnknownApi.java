package io.holdfast.console.api;

import io.holdfast.console.refusal.Refusal;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.server.PathContainer;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Answers for paths of the API that nothing else answers for, and for methods that a path does not
 * know. Without it such requests would fall through to the pages.
 */
@Hidden
@RestController
class UnknownApi {

  private static final String EVERYTHING = "/api/**";

  private final ObjectProvider<RequestMappingHandlerMapping> mappings;

  UnknownApi(ObjectProvider<RequestMappingHandlerMapping> mappings) {
    this.mappings = mappings;
  }

  @RequestMapping(EVERYTHING)
  void unknown(HttpServletRequest request) throws HttpRequestMethodNotSupportedException {
    PathContainer path = PathContainer.parsePath(request.getRequestURI());
    Set<String> methods = new TreeSet<>();
    mappings
        .orderedStream()
        .flatMap(mapping -> mapping.getHandlerMethods().keySet().stream())
        .filter(info -> matches(info, path))
        .forEach(info ->
            info.getMethodsCondition().getMethods().forEach(method -> methods.add(method.name())));
    if (!methods.isEmpty()) {
      throw new HttpRequestMethodNotSupportedException(request.getMethod(), methods);
    }
    throw Refusal.of(
        Refusal.Kind.NOT_FOUND,
        "path-unknown",
        "There is nothing at %s.".formatted(request.getRequestURI()),
        "See /api/v1/openapi.json for what there is.");
  }

  private static boolean matches(RequestMappingInfo info, PathContainer path) {
    return info.getPathPatternsCondition() != null
        && info.getPathPatternsCondition().getPatterns().stream()
            .anyMatch(
                pattern -> !pattern.getPatternString().equals(EVERYTHING) && pattern.matches(path));
  }
}
