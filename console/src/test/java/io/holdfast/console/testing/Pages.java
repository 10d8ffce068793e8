package io.holdfast.console.testing;

import static org.awaitility.Awaitility.await;

import com.vaadin.browserless.BrowserlessUIContext;
import com.vaadin.browserless.SecuredBrowserlessApplicationContext;
import com.vaadin.browserless.SpringBrowserlessApplicationContext;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.combobox.ComboBoxTester;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.internal.PendingJavaScriptInvocation;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.data.provider.Query;
import com.vaadin.flow.dom.Element;
import com.vaadin.flow.router.QueryParameters;
import com.vaadin.flow.router.RouteBaseData;
import com.vaadin.flow.router.RouteConfiguration;
import com.vaadin.flow.server.VaadinSession;
import io.holdfast.console.security.SignedIn;
import io.holdfast.console.ui.Texts;
import io.holdfast.schema.identity.User;
import io.holdfast.schema.identity.Users;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.security.core.Authentication;

/**
 * The console's pages as one person gets them, without a browser. To be used by one thread, which
 * may have several.
 */
public final class Pages implements AutoCloseable {

  private static final String READING = Texts.of("files.reading");
  private static final Duration SOON = Duration.ofSeconds(30);

  private final SecuredBrowserlessApplicationContext<Authentication> application;
  private final BrowserlessUIContext window;
  private boolean reloaded;

  private Pages(SecuredBrowserlessApplicationContext<Authentication> application, User who) {
    this.application = application;
    this.window = application.newUser(SignedIn.as(who)).newWindow();
  }

  /** Opens a window of whoever a client is signed in as. */
  public static Pages of(Site site, Client who) {
    return new Pages(
        SpringBrowserlessApplicationContext.createSecured(
            site.console().context(), "io.holdfast.console.ui"),
        new Users(site.console().database()).find(site.caller(who).userId()).orElseThrow());
  }

  /** The templates of all addresses that lead to a page, such as {@code volumes/:id?}. */
  public List<String> addresses() {
    return RouteConfiguration.forApplicationScope().getAvailableRoutes().stream()
        .<RouteBaseData<?>>flatMap(
            route -> Stream.concat(Stream.of(route), route.getRouteAliases().stream()))
        .map(RouteBaseData::getTemplate)
        .toList();
  }

  /**
   * Goes to an address, which may have parameters, and returns what the page says once it reads no
   * backup any more.
   */
  public String go(String address) {
    window.activate();
    int end = address.indexOf('?');
    window
        .getUI()
        .navigate(
            end < 0 ? address : address.substring(0, end),
            QueryParameters.fromString(end < 0 ? "" : address.substring(end + 1)));
    return await()
        .pollInSameThread()
        .atMost(SOON)
        .until(this::says, text -> !text.contains(READING));
  }

  /** Where the page is, with what is filtered. */
  public String address() {
    return window.getUI().getInternals().getActiveViewLocation().getPathWithQueryParameters();
  }

  /** Chooses what one reads in a field of choices. */
  public void choose(String testId, String label) {
    choose(find(Select.class, testId), label);
    window.roundTrip();
  }

  /** As {@link #choose}; returns what the browser is told to run then. */
  public String chooseAndRun(String testId, String label) {
    choose(find(Select.class, testId), label);
    String run =
        window.getUI().getInternals().dumpPendingJavaScriptInvocations().stream()
            .map(PendingJavaScriptInvocation::getInvocation)
            .map(it -> it.getExpression() + it.getParameters())
            .collect(Collectors.joining("\n"));
    window.roundTrip();
    return run;
  }

  private <T> void choose(Select<T> select, String label) {
    window.test(select).selectItem(label);
  }

  /** Whether the browser was told to load the page anew, since the page was gone to. */
  public boolean isReloaded() {
    VaadinSession session = window.getUI().getSession();
    if (session != null) {
      session.getService().runPendingAccessTasks(session);
    }
    reloaded |=
        window.getUI().getInternals().dumpPendingJavaScriptInvocations().stream()
            .anyMatch(it -> it.getInvocation().getExpression().contains("location.reload"));
    return reloaded;
  }

  /** What the page says now, with what came in from other threads. */
  public String says() {
    window.activate();
    VaadinSession session = window.getUI().getSession();
    session.getService().runPendingAccessTasks(session);
    window.roundTrip();
    StringBuilder text = new StringBuilder();
    read(((Component) window.getCurrentView()).getElement(), text);
    // A list's details are no child of it on the server.
    window
        .find(Component.class)
        .withAttribute("data-testid", "details")
        .all()
        .forEach(details -> read(details.getElement(), text));
    return text.toString();
  }

  private static void read(Element element, StringBuilder text) {
    if (element.isTextNode()) {
      text.append(element.getText()).append('\n');
    } else if (element.isVisible()) {
      element.getChildren().forEach(child -> read(child, text));
    }
  }

  /** Waits until something holds of the page, with what comes in from other threads. */
  public void until(BooleanSupplier holds) {
    // The window is this thread's.
    await()
        .pollInSameThread()
        .atMost(SOON)
        .until(() -> {
          says();
          return holds.getAsBoolean();
        });
  }

  /** The only thing of a type and a test id that is shown. */
  public <T extends Component> T find(Class<T> type, String testId) {
    return window.find(type).withAttribute("data-testid", testId).single();
  }

  /** Clicks a button. */
  public void click(String testId) {
    window.test(find(Button.class, testId)).click();
    window.roundTrip();
  }

  /** Whether something of a test id is on the page. */
  public boolean shows(String testId) {
    return window.find(Component.class).withAttribute("data-testid", testId).exists();
  }

  /** What something of a test id says, once it is there. */
  public String awaitText(String testId) {
    until(() -> shows(testId));
    StringBuilder text = new StringBuilder();
    read(find(Component.class, testId).getElement(), text);
    return text.toString();
  }

  /** What is chosen in a combo box, as one reads it. */
  public String chosen(String testId) {
    ComboBox<?> box = find(ComboBox.class, testId);
    return label(box);
  }

  private static <T> String label(ComboBox<T> box) {
    T value = box.getValue();
    return value == null ? "" : box.getItemLabelGenerator().apply(value);
  }

  /** What a combo box offers for what one types, as one reads it. */
  public List<String> offered(String testId, String typed) {
    List<String> offered = offered(find(ComboBox.class, testId), typed);
    window.roundTrip();
    return offered;
  }

  private <T> List<String> offered(ComboBox<T> box, String typed) {
    ComboBoxTester<ComboBox<T>, T> tester = window.test(box);
    tester.setFilter(typed);
    return tester.getSuggestions();
  }

  /** Opens the details of the first entry of the page's list that has this in it. */
  public void open(String wanted) {
    open(find(Grid.class, "list"), wanted);
    window.roundTrip();
  }

  private <T> void open(Grid<T> list, String wanted) {
    List<T> entries =
        list.getDataProvider().fetch(new Query<>(0, 1000, List.of(), null, null)).toList();
    int row = 0;
    while (!entries.get(row).toString().contains(wanted)) {
      row++;
    }
    window.test(list).clickRow(row);
  }

  /** Selects entries of the page's list besides those that are. */
  public void select(Predicate<String> wanted) {
    select(find(Grid.class, "list"), wanted);
    window.roundTrip();
  }

  private static <T> void select(Grid<T> list, Predicate<String> wanted) {
    list.getDataProvider()
        .fetch(new Query<>(0, 1000, List.of(), null, null))
        .filter(entry -> wanted.test(entry.toString()))
        .forEach(list::select);
  }

  /** The entries of the page's list, as text with all that they hold. */
  public String listed() {
    Grid<?> list = find(Grid.class, "list");
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
