package io.holdfast.console.ui;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.router.RouteParameters;
import com.vaadin.flow.router.RouterLink;
import com.vaadin.flow.signals.Signal;
import java.util.function.Function;

/**
 * The usual line of {@link Lines}: a name, more below it, a state, and what can be done. All of it
 * follows the thing.
 *
 * @param <V> the thing
 */
public final class Line<V> extends ListItem {

  private static final long serialVersionUID = 1L;

  private final transient Signal<V> thing;
  private final Div text = new Div();

  public Line(Signal<V> thing) {
    this.thing = thing;
    addClassName("line");
    text.addClassName("cell-name");
    add(text);
  }

  /** A name. */
  public Line<V> name(Function<V, String> name) {
    Span span = new Span(Words.of(thing, name));
    span.addClassName("cell-main");
    return name(span);
  }

  /** A name that leads to a page. */
  public Line<V> link(Function<V, String> name, Class<? extends Component> page, Object id) {
    RouterLink link = new RouterLink(page, new RouteParameters("id", id.toString()));
    link.bindText(Words.of(thing, name));
    link.addClassName("cell-main");
    return name(link);
  }

  /** Something that stands for the name. */
  public Line<V> name(Component name) {
    text.add(name);
    return this;
  }

  /** More about it. */
  public Line<V> more(Function<V, String> words) {
    return more(words, _ -> "");
  }

  /**
   * More about it.
   *
   * @param hint even more, on hover
   */
  public Line<V> more(Function<V, String> words, Function<V, String> hint) {
    Span more = new Span(Words.of(thing, words));
    more.addClassName("cell-more");
    more.getElement().bindAttribute("title", Words.of(thing, hint));
    text.add(more);
    return this;
  }

  /** How it stands. */
  public Line<V> mark(Function<V, Mark> mark) {
    add(Mark.badge(thing.map(mark::apply)));
    return this;
  }
}
