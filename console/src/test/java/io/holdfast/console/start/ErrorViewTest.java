package io.holdfast.console.start;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.console.ui.Translations;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpStatus;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class ErrorViewTest {

  private final ErrorView errors = new ErrorView(new Translations());

  @Test
  void a_browser_whose_request_fails_is_told_so_in_the_first_of_its_languages_that_there_is()
      throws Exception {
    assertThat(told(Locale.FRENCH, Locale.of("de", "AT"), Locale.ENGLISH))
        .contains("lang=\"de\"", "In der Konsole ist etwas gescheitert");
    assertThat(told(Locale.FRENCH)).contains("lang=\"en\"", "Something failed in the console");
  }

  private String told(Locale... languages) throws Exception {
    var request = new MockHttpServletRequest();
    request.setPreferredLocales(List.of(languages));
    var response = new MockHttpServletResponse();
    var page = errors.resolveErrorView(request, HttpStatus.INTERNAL_SERVER_ERROR, Map.of());
    Objects.requireNonNull(page.getView()).render(Map.of(), request, response);
    return response.getContentAsString();
  }
}
