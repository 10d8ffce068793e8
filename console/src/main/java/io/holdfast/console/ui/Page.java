package io.holdfast.console.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.Header;
import com.vaadin.flow.component.html.Main;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.router.HasDynamicTitle;
import io.holdfast.console.identity.Caller;
import io.holdfast.console.live.Changes;
import io.holdfast.console.live.LiveUpdates;
import io.holdfast.grid.worker.TaskProgress;
import java.util.List;

/** A page: title, what can be done on it, and content that follows what happens. */
public abstract class Page extends Main implements HasDynamicTitle {

  private static final long serialVersionUID = 1L;

  private final transient Caller caller = Viewer.caller();
  private final transient Moments moments = Moments.ofViewer();
  private final String title;
  private final Span subtitle = new Span();
  private final Div actions = new Div();

  protected Page(LiveUpdates live, String title) {
    this.title = title;
    addClassName("page");
    subtitle.addClassName("page-subtitle");
    subtitle.setTestId("subtitle");
    actions.addClassName("page-actions");
    Header header = new Header(new Div(new H1(title), subtitle), actions);
    header.addClassName("page-header");
    add(header);
    LiveFeed.follow(this, live, this::changed, this::progressed);
  }

  /** Rows changed somewhere. */
  protected abstract void changed(Changes changes);

  /** Running tasks went on. */
  protected void progressed(List<TaskProgress> progress) {}

  protected final void subtitle(String text) {
    subtitle.setText(text);
  }

  protected final void addAction(Component... components) {
    actions.add(components);
  }

  protected final Caller caller() {
    return caller;
  }

  protected final Moments moments() {
    return moments;
  }

  @Override
  public String getPageTitle() {
    return title + " · " + Texts.PRODUCT;
  }
}
