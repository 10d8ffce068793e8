package io.holdfast.console.ui;

import com.vaadin.flow.data.renderer.LitRenderer;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Cells of lists, alike everywhere. Drawn by the browser from values, which stay text. */
public final class Cells {

  private static final String MARK =
      """
      <span class="mark ${item.tone}" title="${item.hint}"><span class="${item.icon}" \
      aria-hidden="true"></span><span>${item.text}</span></span>\
      """;

  private Cells() {}

  /** A name, and below it in small what else there is to say. */
  public static <T> LitRenderer<T> name(Function<T, String> name, Function<T, String> more) {
    return LitRenderer.<T>of(
            """
            <div class="cell-name"><span class="cell-main" title="${item.name}">${item.name}</span>\
            <span class="cell-more" ?hidden="${!item.more}">${item.more}</span></div>\
            """)
        .withProperty("name", name::apply)
        .withProperty("more", more::apply);
  }

  /**
   * As {@link #name}, in a list where entries of a kind stand together.
   *
   * @param group what stands above the first of a kind; empty for the others
   */
  public static <T> LitRenderer<T> grouped(
      Function<T, String> group, Function<T, String> name, Function<T, String> more) {
    return LitRenderer.<T>of(
            """
            <div class="cell-name"><span class="cell-group" ?hidden="${!item.group}">${item.group}            </span><span class="cell-main" title="${item.name}">${item.name}</span>            <span class="cell-more" ?hidden="${!item.more}">${item.more}</span></div>\
            """)
        .withProperty("group", group::apply)
        .withProperty("name", name::apply)
        .withProperty("more", more::apply);
  }

  public static <T> LitRenderer<T> text(Function<T, @Nullable String> text) {
    return LitRenderer.<T>of("<span title=\"${item.it}\">${item.it}</span>")
        .withProperty("it", text::apply);
  }

  public static <T> LitRenderer<T> mark(Function<T, Mark> mark) {
    return marked(LitRenderer.of(MARK), mark);
  }

  private static <T> LitRenderer<T> marked(LitRenderer<T> renderer, Function<T, Mark> mark) {
    return renderer
        .withProperty("tone", record -> mark.apply(record).tone().className())
        .withProperty("icon", record -> mark.apply(record).tone().icon().classNames())
        .withProperty("text", record -> mark.apply(record).text())
        .withProperty("hint", record -> mark.apply(record).hint());
  }

  public static <T> LitRenderer<T> size(Function<T, @Nullable Long> bytes) {
    return LitRenderer.<T>of("<span class=\"number\" title=\"${item.exact}\">${item.text}</span>")
        .withProperty("text", record -> Sizes.shortly(bytes.apply(record)))
        .withProperty("exact", record -> Sizes.exactly(bytes.apply(record)));
  }

  public static <T> LitRenderer<T> moment(Function<T, @Nullable Instant> moment, Moments moments) {
    return LitRenderer.<T>of("<span title=\"${item.exact}\">${item.text}</span>")
        .withProperty("text", record -> moments.ago(moment.apply(record)))
        .withProperty("exact", record -> moments.exactly(moment.apply(record)));
  }

  /** All of an entry in one cell, for narrow windows. */
  public static <T> LitRenderer<T> card(
      Function<T, String> name, Function<T, Mark> mark, Function<T, String> more) {
    return card(_ -> "", name, mark, more);
  }

  /**
   * As {@link #card(Function, Function, Function)}, in a list where entries of a kind stand
   * together.
   *
   * @param group what stands above the first of a kind; empty for the others
   */
  public static <T> LitRenderer<T> card(
      Function<T, String> group,
      Function<T, String> name,
      Function<T, Mark> mark,
      Function<T, String> more) {
    return marked(
            LitRenderer.<T>of(
                """
                <div class="cell-card">\
                <span class="cell-group" ?hidden="${!item.group}">${item.group}</span>\
                <span class="cell-main">${item.name}</span>%s\
                <span class="cell-more">${item.more}</span></div>\
                """
                    .formatted(MARK)),
            mark)
        .withProperty("group", group::apply)
        .withProperty("name", name::apply)
        .withProperty("more", more::apply);
  }

  /**
   * A button.
   *
   * @param label what it says to those who only hear it, since there is one in each row
   * @param shown whether this row has it
   */
  public static <T> LitRenderer<T> button(
      String testId,
      String text,
      Function<T, String> label,
      Predicate<T> shown,
      Consumer<T> pressed) {
    return LitRenderer.<T>of(
            """
            <vaadin-button theme="small" data-testid="%s" ?hidden="${!item.shown}" \
            aria-label="${item.label}" @click="${(e) => { e.stopPropagation(); pressed(); }}">\
            ${item.word}</vaadin-button>\
            """
                .formatted(testId))
        .withProperty("word", record -> text)
        .withProperty("label", label::apply)
        .withProperty("shown", shown::test)
        .withFunction("pressed", pressed::accept);
  }
}
