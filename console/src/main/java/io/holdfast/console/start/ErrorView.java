package io.holdfast.console.start;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorViewResolver;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.View;

/**
 * What a browser gets that is not answered by a page: an address with parameters that cannot be
 * read leads to the page that helps, anything else says in a sentence what to do.
 */
@Component
class ErrorView implements ErrorViewResolver {

  private static final String FAILED =
      """
      <!doctype html>
      <html lang="en">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>Holdfast</title>
      <h1>This did not work</h1>
      <p>Go back and try again; if it stays so, the console's log says more.</p>
      <p><a href="/">To the overview</a></p>
      """;

  @Override
  public ModelAndView resolveErrorView(
      HttpServletRequest request, HttpStatus status, Map<String, Object> model) {
    View view = status == HttpStatus.BAD_REQUEST ? ErrorView::lead : ErrorView::tell;
    return new ModelAndView(view);
  }

  private static void lead(
      @Nullable Map<String, ?> model, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.sendRedirect(UnreadableAddresses.LEADS_NOWHERE);
  }

  private static void tell(
      @Nullable Map<String, ?> model, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setContentType(MediaType.TEXT_HTML_VALUE);
    response.setCharacterEncoding("UTF-8");
    response.getWriter().write(FAILED);
  }
}
