package io.holdfast.console.ui.backup;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import com.vaadin.flow.signals.Signal;
import io.holdfast.console.identity.Caller;
import io.holdfast.console.mount.MountsService;
import io.holdfast.console.ui.ActionDialog;
import io.holdfast.console.ui.Drawn;
import io.holdfast.console.ui.Icon;
import io.holdfast.console.ui.Moments;
import io.holdfast.console.ui.Texts;
import io.holdfast.console.ui.Toast;
import io.holdfast.console.ui.Work;
import io.holdfast.schema.mount.Mount;
import java.util.List;

/** How a backup is mounted now: where, by whom, and the way to it or to its end. */
final class MountList extends Drawn<List<Mount>> {

  private static final long serialVersionUID = 1L;

  private final transient Caller caller;
  private final transient Moments moments;
  private final transient MountsService mounts;

  MountList(Signal<List<Mount>> shown, Caller caller, Moments moments, MountsService mounts) {
    super(shown);
    this.caller = caller;
    this.moments = moments;
    this.mounts = mounts;
  }

  @Override
  protected void draw(List<Mount> now) {
    UnorderedList list = new UnorderedList();
    list.addClassName("lines");
    now.forEach(mount -> list.add(line(mount)));
    add(list);
  }

  private ListItem line(Mount mount) {
    Span where = new Span(Texts.of("mount.on", mount.host()));
    where.addClassName("cell-main");
    Span more =
        new Span(
            Texts.of(
                mount.writable() ? "mount.by.overlay" : "mount.by.read-only",
                mount.createdBy(),
                moments.ago(mount.createdAt())));
    more.addClassName("cell-more");
    more.getElement().setAttribute("title", moments.exactly(mount.createdAt()));
    Div text = new Div(where, more);
    text.addClassName("cell-name");
    ListItem line = new ListItem(text);
    line.addClassName("line");
    if (caller.operates()) {
      Button connect = button("mount.connect", Icon.COPY);
      connect.addClickListener(click ->
          Work.start(
              click.getSource().getUI().orElseThrow(),
              () -> mounts.get(caller, mount.id()),
              mounted -> ConnectDialog.open(mounted, mount.backupName()),
              Toast::refused));
      Button end = button("mount.end", Icon.CLOSE);
      end.addClickListener(click -> confirmEnd(mount));
      line.add(connect, end);
    }
    return line;
  }

  private static Button button(String key, Icon icon) {
    Button button = new Button(Texts.of(key), icon.create());
    button.addThemeVariants(ButtonVariant.LUMO_TERTIARY, ButtonVariant.LUMO_SMALL);
    button.setTestId(key);
    return button;
  }

  private void confirmEnd(Mount mount) {
    new ActionDialog(Texts.of("mount.end.of", mount.host()), Texts.of("mount.end"))
        .destructive()
        .say(Texts.of(mount.writable() ? "mount.end.overlay" : "mount.end.read-only"))
        .onConfirm(
            () -> {
              mounts.unmount(caller, mount.id());
              return mount;
            },
            it -> Toast.done(Texts.of("mount.end.done")))
        .openAt(null);
  }
}
