package io.holdfast.console.ui;

import com.vaadin.flow.component.page.Page;
import com.vaadin.flow.server.VaadinRequest;
import jakarta.servlet.http.Cookie;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a browser remembers of how its person wants pages to be: a cookie each, for a year. */
final class Remembered {

  private Remembered() {}

  static Optional<String> from(@Nullable VaadinRequest request, String name) {
    Cookie[] cookies = request == null ? null : request.getCookies();
    return Stream.of(cookies == null ? new Cookie[0] : cookies)
        .filter(cookie -> cookie.getName().equals(name))
        .findFirst()
        .map(Cookie::getValue);
  }

  static void in(Page page, String name, String value) {
    page.executeJs(
        "document.cookie = $0 + '=' + $1 + '; path=/; max-age=31536000; samesite=lax'",
        name,
        value);
  }
}
