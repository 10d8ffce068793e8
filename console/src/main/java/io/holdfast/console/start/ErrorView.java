package io.holdfast.console.start;

import com.vaadin.flow.i18n.I18NProvider;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
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
 * read leads to the page that helps, a form that is no longer valid to the overview or the sign-in,
 * anything else says in a sentence what to do.
 */
@Component
class ErrorView implements ErrorViewResolver {

  private static final String FAILED =
      """
      <!doctype html>
      <html lang="%s">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>Holdfast</title>
      <h1>%s</h1>
      <p>%s</p>
      <p><a href="/">%s</a></p>
      """;

  private final I18NProvider texts;

  ErrorView(I18NProvider texts) {
    this.texts = texts;
  }

  @Override
  public ModelAndView resolveErrorView(
      HttpServletRequest request, HttpStatus status, Map<String, Object> model) {
    return new ModelAndView(
        switch (status) {
          case BAD_REQUEST -> leadingTo(UnreadableAddresses.LEADS_NOWHERE);
          // A form, such as the one to sign in, whose session has ended while it was open.
          case FORBIDDEN -> leadingTo("/");
          default -> (View) this::tell;
        });
  }

  private static View leadingTo(String address) {
    return (_, _, response) -> response.sendRedirect(address);
  }

  private void tell(
      @Nullable Map<String, ?> model, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setContentType(MediaType.TEXT_HTML_VALUE);
    response.setCharacterEncoding("UTF-8");
    response.getWriter().write(failed(language(request)));
  }

  private String failed(Locale language) {
    return FAILED.formatted(
        language.toLanguageTag(),
        texts.getTranslation("words.failed", language),
        texts.getTranslation("words.failed.next", language),
        texts.getTranslation("missing.home", language));
  }

  /** The first that the browser asks for and that there are texts in. */
  private Locale language(HttpServletRequest request) {
    List<Locale> there = texts.getProvidedLocales();
    return Collections.list(request.getLocales()).stream()
        .map(asked -> Locale.forLanguageTag(asked.getLanguage()))
        .filter(there::contains)
        .findFirst()
        .orElse(Locale.ENGLISH);
  }
}
