package io.holdfast.console.testing;

import com.vaadin.browserless.BrowserlessUIContext;
import com.vaadin.browserless.SecuredBrowserlessApplicationContext;
import com.vaadin.browserless.SpringBrowserlessApplicationContext;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.data.provider.Query;
import com.vaadin.flow.dom.Element;
import com.vaadin.flow.router.RouteBaseData;
import com.vaadin.flow.router.RouteConfiguration;
import com.vaadin.flow.server.VaadinSession;
import io.holdfast.console.identity.Caller;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;

/** The console's pages as one person gets them, without a browser. To be used by one thread. */
public final class Pages implements AutoCloseable {

  private final SecuredBrowserlessApplicationContext<Authentication> application;
  private final BrowserlessUIContext window;

  private Pages(SecuredBrowserlessApplicationContext<Authentication> application, Caller caller) {
    this.application = application;
    this.window =
        application
            .newUser(UsernamePasswordAuthenticationToken.authenticated(caller, null, List.of()))
            .newWindow();
  }

  /** Opens a window of whoever a client is signed in as. */
  public static Pages of(Site site, Client who) {
    return new Pages(
        SpringBrowserlessApplicationContext.createSecured(
            site.console().context(), "io.holdfast.console.ui"),
        site.caller(who));
  }

  /** The templates of all addresses that lead to a page, such as {@code volumes/:id?}. */
  public List<String> addresses() {
    return RouteConfiguration.forApplicationScope().getAvailableRoutes().stream()
        .<RouteBaseData<?>>flatMap(
            route -> Stream.concat(Stream.of(route), route.getRouteAliases().stream()))
        .map(RouteBaseData::getTemplate)
        .toList();
  }

  /** Goes to an address, and returns what the page says then. */
  public String go(String address) {
    window.getUI().navigate(address);
    return text();
  }

  /** What the page says now, with what came in from other threads. */
  public String text() {
    VaadinSession session = window.getUI().getSession();
    session.getService().runPendingAccessTasks(session);
    window.roundTrip();
    StringBuilder text = new StringBuilder();
    read(((Component) window.getCurrentView()).getElement(), text);
    return text.toString();
  }

  private static void read(Element element, StringBuilder text) {
    if (element.isTextNode()) {
      text.append(element.getText()).append('\n');
    } else if (element.isVisible()) {
      element.getChildren().forEach(child -> read(child, text));
    }
  }

  /** Whether something of a test id is on the page. */
  public boolean shows(String testId) {
    return window.find(Component.class).withAttribute("data-testid", testId).exists();
  }

  /** The entries of the page's list, as text with all that they hold. */
  public String listed() {
    Grid<?> list = window.find(Grid.class).withAttribute("data-testid", "list").single();
    return list.getDataProvider()
        .fetch(new Query<>(0, 1000, List.of(), null, null))
        .map(Object::toString)
        .collect(Collectors.joining("\n"));
  }

  @Override
  public void close() {
    window.close();
    application.close();
  }
}
