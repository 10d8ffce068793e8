package io.holdfast.console.ui.backup;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.router.RouteParameters;
import com.vaadin.flow.router.RouterLink;
import io.holdfast.console.ui.Texts;
import io.holdfast.console.ui.policy.PoliciesView;
import io.holdfast.console.ui.volume.VolumesView;
import io.holdfast.schema.backup.Backup;

/** Ways from a backup to what it has to do with. */
final class BackupLinks extends Div {

  private static final long serialVersionUID = 1L;

  BackupLinks(Backup backup) {
    addClassName("links");
    add(
        new RouterLink(
            Texts.of("task.volume", backup.volumeName()),
            VolumesView.class,
            new RouteParameters("id", backup.volumeId().toString())));
    if (backup.policyId() != null) {
      add(
          new RouterLink(
              Texts.of("backup.policy"),
              PoliciesView.class,
              new RouteParameters("id", backup.policyId().toString())));
    }
    if (backup.restoreVolumeId() != null) {
      add(
          new RouterLink(
              Texts.of("backup.restored-to"),
              VolumesView.class,
              new RouteParameters("id", backup.restoreVolumeId().toString())));
    }
  }
}
