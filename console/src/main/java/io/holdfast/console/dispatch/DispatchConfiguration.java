package io.holdfast.console.dispatch;

import io.holdfast.console.grid.GridAccess;
import io.holdfast.console.live.Changes;
import io.holdfast.console.live.LiveUpdates;
import io.holdfast.grid.GridMember;
import io.holdfast.grid.MembershipListener;
import io.holdfast.schema.change.Change;
import io.holdfast.schema.change.ChangeListener;
import io.holdfast.schema.change.ChangedTable;
import java.util.Set;
import org.jooq.DSLContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Starts the dispatcher and has it nudged by whatever may let a task go. */
@Configuration(proxyBeanMethods = false)
class DispatchConfiguration {

  @Bean
  Dispatcher dispatcher(GridAccess grid, DSLContext database, LiveUpdates live) {
    Dispatcher dispatcher = new Dispatcher(new JoinedGrid(grid), database);
    // Not gathered as for pages: each moment that a task waits is one that somebody waits.
    live.follow(
        new ChangeListener() {
          @Override
          public void changed(Set<Change> changes) {
            if (new Changes(false, changes).touch(ChangedTable.TASK, ChangedTable.NODE)) {
              dispatcher.nudge();
            }
          }

          @Override
          public void everythingMayHaveChanged() {
            dispatcher.nudge();
          }
        });
    grid.onMembership(
        new MembershipListener() {
          @Override
          public void joined(GridMember member) {
            dispatcher.nudge();
          }

          @Override
          public void left(GridMember member) {
            // Its lease decides when its tasks go to others.
          }
        });
    dispatcher.start();
    return dispatcher;
  }
}
