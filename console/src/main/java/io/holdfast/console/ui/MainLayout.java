package io.holdfast.console.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.Key;
import com.vaadin.flow.component.KeyModifier;
import com.vaadin.flow.component.Shortcuts;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.applayout.AppLayout;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.contextmenu.MenuItem;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Footer;
import com.vaadin.flow.component.html.Header;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.menubar.MenuBar;
import com.vaadin.flow.component.menubar.MenuBarVariant;
import com.vaadin.flow.component.orderedlayout.Scroller;
import com.vaadin.flow.component.sidenav.SideNav;
import com.vaadin.flow.component.sidenav.SideNavItem;
import com.vaadin.flow.router.AfterNavigationEvent;
import com.vaadin.flow.router.AfterNavigationObserver;
import com.vaadin.flow.router.Layout;
import com.vaadin.flow.spring.security.AuthenticationContext;
import io.holdfast.console.identity.Caller;
import io.holdfast.console.live.LiveUpdates;
import io.holdfast.console.notification.TroublesService;
import io.holdfast.console.search.SearchService;
import io.holdfast.console.ui.activity.ActivityView;
import io.holdfast.console.ui.backup.BackupsView;
import io.holdfast.console.ui.identity.AccountView;
import io.holdfast.console.ui.identity.PeopleView;
import io.holdfast.console.ui.identity.ProjectsView;
import io.holdfast.console.ui.overview.OverviewView;
import io.holdfast.console.ui.policy.PoliciesView;
import io.holdfast.console.ui.repository.RepositoriesView;
import io.holdfast.console.ui.setting.SettingsView;
import io.holdfast.console.ui.task.TasksView;
import io.holdfast.console.ui.volume.VolumesView;
import io.holdfast.console.ui.worker.WorkersView;
import jakarta.annotation.security.PermitAll;
import java.util.ArrayList;
import java.util.List;

/** The frame around all pages: where one can go, who one is, how it looks. */
@Layout
@PermitAll
public class MainLayout extends AppLayout implements AfterNavigationObserver {

  private static final long serialVersionUID = 1L;

  /** One page of the navigation. */
  private record Entry(String key, Class<? extends Component> page, String address, Icon icon) {}

  public MainLayout(
      AuthenticationContext authentication,
      SearchService search,
      TroublesService troubles,
      LiveUpdates live) {
    OwnWords.connection(UI.getCurrent());
    Caller caller = Viewer.caller();
    List<Entry> entries = entries(caller);
    CommandPalette palette = palette(caller, search, entries, authentication);
    setPrimarySection(Section.DRAWER);
    Button find = new Button(Icon.SEARCH.create(), click -> palette.open());
    find.addThemeVariants(ButtonVariant.LUMO_TERTIARY);
    find.setAriaLabel(Texts.of("palette.open"));
    Header bar = new Header(skipLink(), OwnWords.drawerToggle(), brand(), find);
    bar.addClassName("top-bar");
    addToNavbar(true, bar);
    addToDrawer(
        new Header(skipLink(), brand(), searchButton(palette)),
        new Scroller(navigation(entries)),
        footer(caller, authentication));
    Announcements.over(this, live, caller, troubles);
    for (KeyModifier with : List.of(KeyModifier.CONTROL, KeyModifier.META)) {
      Shortcuts.addShortcutListener(this, palette::open, Key.KEY_K, with);
    }
  }

  private static CommandPalette palette(
      Caller caller,
      SearchService search,
      List<Entry> entries,
      AuthenticationContext authentication) {
    List<CommandPalette.Place> places = new ArrayList<>();
    for (Entry entry : entries) {
      places.add(
          CommandPalette.Place.at(
              entry.address(), Texts.of(entry.key()), Texts.of("palette.page"), entry.icon()));
    }
    places.add(
        CommandPalette.Place.at(
            "account", Texts.of("account.title"), Texts.of("palette.page"), Icon.TOKEN));
    if (caller.operates()) {
      places.add(
          CommandPalette.Place.command(
              Texts.of("policy.create"), Icon.ADD, ui -> ui.navigate("policies/new")));
    }
    for (Appearance choice : Appearance.values()) {
      places.add(
          CommandPalette.Place.command(
              Texts.of("palette.appearance", Texts.of("appearance", choice)),
              Icon.SETTINGS,
              choice::choose));
    }
    for (Language choice : Language.values()) {
      places.add(
          CommandPalette.Place.command(
              Texts.of("palette.language", choice.ownName()), Icon.SETTINGS, choice::choose));
    }
    places.add(
        CommandPalette.Place.command(
            Texts.of("layout.sign-out"), Icon.USER, ui -> authentication.logout()));
    return new CommandPalette(caller, search, places);
  }

  private static Button searchButton(CommandPalette palette) {
    Span keys = new Span("Ctrl K");
    keys.addClassName("keys");
    Button find =
        new Button(Texts.of("palette.open"), Icon.SEARCH.create(), click -> palette.open());
    find.setSuffixComponent(keys);
    find.addClassName("search-button");
    find.setTestId("open-palette");
    return find;
  }

  /** In the bar and in the drawer: only one of the two is there at a time. */
  private static Anchor skipLink() {
    Anchor skip = new Anchor("#content", Texts.of("layout.skip"));
    skip.addClassName("skip-link");
    skip.setRouterIgnore(true);
    return skip;
  }

  private static Component brand() {
    Span logo = new Span();
    logo.addClassName("logo");
    logo.getElement().setAttribute("aria-hidden", "true");
    Anchor brand = new Anchor("", logo, new Span(Texts.PRODUCT));
    brand.addClassName("brand");
    return brand;
  }

  private static List<Entry> entries(Caller caller) {
    List<Entry> entries = new ArrayList<>();
    entries.add(new Entry("overview.title", OverviewView.class, "", Icon.OVERVIEW));
    entries.add(new Entry("volume.title", VolumesView.class, "volumes", Icon.VOLUME));
    entries.add(new Entry("backup.title", BackupsView.class, "backups", Icon.BACKUP));
    entries.add(new Entry("policy.title", PoliciesView.class, "policies", Icon.POLICY));
    entries.add(new Entry("task.title", TasksView.class, "tasks", Icon.TASK));
    if (caller.seesInstallation()) {
      entries.add(new Entry("worker.title", WorkersView.class, "workers", Icon.WORKER));
      entries.add(
          new Entry("repository.title", RepositoriesView.class, "repositories", Icon.REPOSITORY));
    }
    entries.add(new Entry("activity.title", ActivityView.class, "activity", Icon.ACTIVITY));
    entries.add(new Entry("project.title", ProjectsView.class, "projects", Icon.PROJECT));
    if (caller.administers()) {
      entries.add(new Entry("person.title", PeopleView.class, "people", Icon.PEOPLE));
    }
    if (caller.seesInstallation()) {
      entries.add(new Entry("setting.title", SettingsView.class, "settings", Icon.SETTINGS));
    }
    return entries;
  }

  private static SideNav navigation(List<Entry> entries) {
    SideNav nav = new SideNav();
    nav.getElement().setAttribute("aria-label", Texts.of("layout.navigation"));
    for (Entry entry : entries) {
      SideNavItem item =
          new SideNavItem(Texts.of(entry.key()), entry.page(), entry.icon().create());
      item.setMatchNested(entry.page() != OverviewView.class);
      nav.addItem(item);
    }
    return nav;
  }

  private static Footer footer(Caller caller, AuthenticationContext authentication) {
    MenuBar menu = OwnWords.menu();
    menu.addThemeVariants(MenuBarVariant.LUMO_TERTIARY);
    menu.setTestId("user-menu");
    Span name = new Span(caller.name());
    name.addClassName("user-name");
    Span role = new Span(Texts.of("role", caller.role()));
    role.addClassName("user-role");
    Div who = new Div(Icon.USER.create(), new Div(name, role));
    who.addClassName("user");
    MenuItem user = menu.addItem(who);
    user.setAriaLabel(Texts.of("layout.user", caller.name()));
    MenuItem appearance = user.getSubMenu().addItem(Texts.of("layout.appearance"));
    UI ui = UI.getCurrent();
    for (Appearance choice : Appearance.values()) {
      MenuItem item =
          appearance
              .getSubMenu()
              .addItem(Texts.of("appearance", choice), click -> choice.choose(ui));
      item.setTestId("appearance-" + choice.value());
    }
    MenuItem language = user.getSubMenu().addItem(Texts.of("layout.language"));
    for (Language choice : Language.values()) {
      MenuItem item = language.getSubMenu().addItem(choice.ownName(), click -> choice.choose(ui));
      item.setCheckable(true);
      item.setChecked(choice.locale().getLanguage().equals(ui.getLocale().getLanguage()));
      item.setTestId("language-" + choice.value());
    }
    MenuItem account =
        user.getSubMenu()
            .addItem(Texts.of("layout.account"), click -> ui.navigate(AccountView.class));
    account.setTestId("account");
    MenuItem out =
        user.getSubMenu().addItem(Texts.of("layout.sign-out"), click -> authentication.logout());
    out.setTestId("sign-out");
    Footer footer = new Footer(menu);
    footer.addClassName("drawer-footer");
    return footer;
  }

  @Override
  public void afterNavigation(AfterNavigationEvent event) {
    Dialogs.close(UI.getCurrent());
  }

  @Override
  public void setContent(Component content) {
    if (content != null) {
      content.setId("content");
      content.getElement().setAttribute("tabindex", "-1");
    }
    super.setContent(content);
  }
}
