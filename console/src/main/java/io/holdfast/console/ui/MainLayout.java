package io.holdfast.console.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.applayout.AppLayout;
import com.vaadin.flow.component.applayout.DrawerToggle;
import com.vaadin.flow.component.contextmenu.MenuItem;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Footer;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.menubar.MenuBar;
import com.vaadin.flow.component.menubar.MenuBarVariant;
import com.vaadin.flow.component.orderedlayout.Scroller;
import com.vaadin.flow.component.sidenav.SideNav;
import com.vaadin.flow.component.sidenav.SideNavItem;
import com.vaadin.flow.router.Layout;
import com.vaadin.flow.spring.security.AuthenticationContext;
import io.holdfast.console.identity.Caller;
import io.holdfast.console.ui.backup.BackupsView;
import io.holdfast.console.ui.overview.OverviewView;
import io.holdfast.console.ui.policy.PoliciesView;
import io.holdfast.console.ui.task.TasksView;
import io.holdfast.console.ui.volume.VolumesView;
import io.holdfast.console.ui.worker.WorkersView;
import jakarta.annotation.security.PermitAll;

/** The frame around all pages: where one can go, who one is, how it looks. */
@Layout
@PermitAll
public class MainLayout extends AppLayout {

  private static final long serialVersionUID = 1L;

  public MainLayout(AuthenticationContext authentication) {
    Caller caller = Viewer.caller();
    setPrimarySection(Section.DRAWER);
    Anchor skip = new Anchor("#content", Texts.of("layout.skip"));
    skip.addClassName("skip-link");
    skip.setRouterIgnore(true);
    Div bar = new Div(skip, new DrawerToggle(), brand());
    bar.addClassName("top-bar");
    addToNavbar(true, bar);
    addToDrawer(brand(), new Scroller(navigation(caller)), footer(caller, authentication));
  }

  private static Component brand() {
    Span logo = new Span();
    logo.addClassName("logo");
    logo.getElement().setAttribute("aria-hidden", "true");
    Anchor brand = new Anchor("", logo, new Span(Texts.PRODUCT));
    brand.addClassName("brand");
    return brand;
  }

  private static SideNav navigation(Caller caller) {
    SideNav nav = new SideNav();
    nav.getElement().setAttribute("aria-label", Texts.of("layout.navigation"));
    nav.addItem(item("overview.title", OverviewView.class, Icon.OVERVIEW));
    nav.addItem(item("volume.title", VolumesView.class, Icon.VOLUME));
    nav.addItem(item("backup.title", BackupsView.class, Icon.BACKUP));
    nav.addItem(item("policy.title", PoliciesView.class, Icon.POLICY));
    nav.addItem(item("task.title", TasksView.class, Icon.TASK));
    if (caller.seesInstallation()) {
      nav.addItem(item("worker.title", WorkersView.class, Icon.WORKER));
    }
    return nav;
  }

  private static SideNavItem item(String key, Class<? extends Component> page, Icon icon) {
    SideNavItem item = new SideNavItem(Texts.of(key), page, icon.create());
    item.setMatchNested(page != OverviewView.class);
    return item;
  }

  private static Footer footer(Caller caller, AuthenticationContext authentication) {
    MenuBar menu = new MenuBar();
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
    MenuItem out =
        user.getSubMenu().addItem(Texts.of("layout.sign-out"), click -> authentication.logout());
    out.setTestId("sign-out");
    Footer footer = new Footer(menu);
    footer.addClassName("drawer-footer");
    return footer;
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
