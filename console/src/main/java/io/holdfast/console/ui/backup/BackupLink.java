package io.holdfast.console.ui.backup;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.router.RouteParameters;
import com.vaadin.flow.router.RouterLink;
import io.holdfast.console.ui.Texts;
import io.holdfast.schema.backup.Backup;
import org.jspecify.annotations.Nullable;

/** The way to the backup that is chosen; empty while there is none. */
public final class BackupLink extends Div {

  private static final long serialVersionUID = 1L;

  public void show(@Nullable Backup backup) {
    removeAll();
    if (backup != null) {
      add(
          new RouterLink(
              Texts.of("timeline.open", BackupMarks.title(backup)),
              BackupsView.class,
              new RouteParameters("id", backup.id().toString())));
    }
  }
}
