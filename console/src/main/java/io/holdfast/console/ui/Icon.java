package io.holdfast.console.ui;

import com.vaadin.flow.component.html.Span;
import java.util.Locale;

/** The icons, drawn in {@code console/icons.css}. They decorate: the meaning is always written. */
public enum Icon {
  OVERVIEW,
  VOLUME,
  BACKUP,
  TASK,
  WORKER,
  POLICY,
  REPOSITORY,
  ACTIVITY,
  PROJECT,
  PEOPLE,
  SETTINGS,
  TOKEN,
  DOWNLOAD,
  RECLAIM,
  REINDEX,
  HOLD,
  GOOD,
  WARNING,
  BAD,
  BUSY,
  WAITING,
  QUIET,
  RESTORE,
  VERIFY,
  MOUNT,
  DELETE,
  EDIT,
  CANCEL,
  ADD,
  EXTEND,
  SNAPSHOT,
  SEARCH,
  CLOSE,
  COPY,
  USER,
  SIGN_OUT,
  APPEARANCE,
  PAUSE,
  PLAY;

  /** Class names that draw it. */
  public String classNames() {
    return "icon icon-" + name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public Span create() {
    Span icon = new Span();
    icon.addClassNames("icon", "icon-" + name().toLowerCase(Locale.ROOT).replace('_', '-'));
    icon.getElement().setAttribute("aria-hidden", "true");
    return icon;
  }
}
