package io.holdfast.console.ui;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.server.VaadinSession;
import com.vaadin.flow.server.communication.PushConnection;
import io.holdfast.console.identity.Caller;
import io.holdfast.console.live.Changes;
import io.holdfast.console.live.LiveListener;
import io.holdfast.console.live.LiveUpdates;
import io.holdfast.console.security.SignedIn;
import io.holdfast.schema.change.ChangedTable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Component;

/**
 * Ends a session as soon as the account behind it is no longer what it was, on whichever console
 * that was changed: pages keep who looks at them, and must not outlive that. The browser is sent to
 * the page to sign in.
 */
@Component
class AccountWatch {

  private final SignedIn signedIn;
  private final Map<VaadinSession, Authentication> sessions = new ConcurrentHashMap<>();

  AccountWatch(SignedIn signedIn, LiveUpdates live) {
    this.signedIn = signedIn;
    live.subscribe(
        new LiveListener() {
          @Override
          public void changed(Changes changes) {
            look(changes);
          }
        });
  }

  /** A page was opened by whoever is signed in. */
  void follow(VaadinSession session, Authentication who) {
    sessions.put(session, who);
    // The account may have changed while the page was asked for.
    check(session);
  }

  void forget(VaadinSession session) {
    sessions.remove(session);
  }

  private void look(Changes changes) {
    List<VaadinSession> concerned =
        sessions.keySet().stream().filter(session -> concerns(session, changes)).toList();
    if (!concerned.isEmpty()) {
      Thread.ofVirtual().name("account-watch").start(() -> concerned.forEach(this::check));
    }
  }

  private boolean concerns(VaadinSession session, Changes changes) {
    return sessions.get(session) instanceof Authentication who
        && who.getPrincipal() instanceof Caller caller
        && changes.touch(ChangedTable.USER_ACCOUNT, caller.userId());
  }

  private void check(VaadinSession session) {
    if (sessions.get(session) instanceof Authentication who && !signedIn.holds(who)) {
      session.access(() -> end(session));
    }
  }

  private static void end(VaadinSession session) {
    try {
      session.getUIs().forEach(AccountWatch::leave);
    } finally {
      session.getSession().invalidate();
    }
  }

  /** Reloads it: back where they were once they have signed in again. */
  private static void leave(UI ui) {
    ui.getPage().reload();
    PushConnection push = ui.getInternals().getPushConnection();
    if (push != null && push.isConnected()) {
      ui.push();
      // Waits until it is sent: with the session, its pages can no longer be told.
      push.disconnect();
    }
  }
}
