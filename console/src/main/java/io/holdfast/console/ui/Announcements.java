package io.holdfast.console.ui;

import com.vaadin.flow.component.Component;
import io.holdfast.console.identity.Caller;
import io.holdfast.console.live.Changes;
import io.holdfast.console.live.LiveUpdates;
import io.holdfast.console.notification.TroublesService;
import io.holdfast.schema.change.ChangedTable;
import io.holdfast.schema.notification.Trouble;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Says over whatever page is open that something has just gone wrong, with the way to it. What went
 * wrong before the page was opened is on the overview.
 */
final class Announcements {

  private final Caller caller;
  private final TroublesService troubles;
  private final Set<UUID> told = new HashSet<>();
  private Toast.@Nullable Shown shown;

  private Announcements(Caller caller, TroublesService troubles) {
    this.caller = caller;
    this.troubles = troubles;
    troubles.newest(caller).forEach(trouble -> told.add(trouble.id()));
  }

  /** From now on, wherever this component is shown. */
  static void over(Component layout, LiveUpdates live, Caller caller, TroublesService troubles) {
    Announcements announcements = new Announcements(caller, troubles);
    LiveFeed.follow(layout, live, announcements::changed, progress -> {});
  }

  private void changed(Changes changes) {
    if (!changes.touch(ChangedTable.TROUBLE)) {
      return;
    }
    List<Trouble> now = troubles.newest(caller);
    List<Trouble> news = now.stream().filter(trouble -> !told.contains(trouble.id())).toList();
    told.clear();
    now.forEach(trouble -> told.add(trouble.id()));
    if (!news.isEmpty()) {
      announce(news);
    }
  }

  /** One message at a time: a storm of failures must not bury the page. */
  private void announce(List<Trouble> news) {
    if (shown != null) {
      shown.close();
    }
    Trouble first = news.getFirst();
    shown =
        news.size() == 1
            ? Toast.trouble(
                TroubleWords.what(first), TroubleWords.why(first), TroubleWords.address(first))
            : Toast.trouble(Texts.of("trouble.several", news.size()), "", "");
  }
}
