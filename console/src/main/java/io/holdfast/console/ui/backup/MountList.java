package io.holdfast.console.ui.backup;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.signals.Signal;
import io.holdfast.console.identity.Caller;
import io.holdfast.console.mount.MountsService;
import io.holdfast.console.ui.ActionDialog;
import io.holdfast.console.ui.Icon;
import io.holdfast.console.ui.Line;
import io.holdfast.console.ui.Lines;
import io.holdfast.console.ui.Moments;
import io.holdfast.console.ui.Texts;
import io.holdfast.console.ui.Toast;
import io.holdfast.console.ui.Work;
import io.holdfast.schema.mount.Mount;
import java.util.List;

/** How a backup is mounted now: where, by whom, and the way to it or to its end. */
final class MountList extends Lines<Mount> {

  private static final long serialVersionUID = 1L;

  private final transient Caller caller;
  private final transient Moments moments;
  private final transient MountsService mounts;

  MountList(Signal<List<Mount>> shown, Caller caller, Moments moments, MountsService mounts) {
    super(shown, Mount::id);
    this.caller = caller;
    this.moments = moments;
    this.mounts = mounts;
  }

  @Override
  protected Line<Mount> line(Signal<Mount> mount) {
    Line<Mount> line =
        new Line<>(mount)
            .name(it -> Texts.of("mount.on", it.host()))
            .more(
                it ->
                    Texts.of(
                        it.writable() ? "mount.by.overlay" : "mount.by.read-only",
                        it.createdBy(),
                        moments.ago(it.createdAt())),
                it -> moments.exactly(it.createdAt()));
    if (caller.operates()) {
      Button connect = button("mount.connect", Icon.COPY);
      connect.addClickListener(click -> {
        Mount asked = mount.peek();
        Work.start(
            click.getSource().getUI().orElseThrow(),
            () -> mounts.get(caller, asked.id()),
            mounted -> ConnectDialog.open(mounted, asked.backupName()),
            Toast::refused);
      });
      Button end = button("mount.end", Icon.CLOSE);
      end.addClickListener(click -> confirmEnd(mount.peek()));
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
