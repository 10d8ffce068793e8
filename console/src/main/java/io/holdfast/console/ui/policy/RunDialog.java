package io.holdfast.console.ui.policy;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import com.vaadin.flow.router.RouteParameters;
import com.vaadin.flow.router.RouterLink;
import io.holdfast.console.identity.Caller;
import io.holdfast.console.policy.PoliciesService;
import io.holdfast.console.ui.Moments;
import io.holdfast.console.ui.Sentences;
import io.holdfast.console.ui.Texts;
import io.holdfast.console.ui.backup.BackupsView;
import io.holdfast.console.ui.volume.VolumesView;
import io.holdfast.schema.Slice;
import io.holdfast.schema.policy.PolicyRun;
import io.holdfast.schema.policy.RunCause;
import io.holdfast.schema.policy.RunVolume;
import java.util.List;

/** What became of each volume in a run, those without a backup first, each with the reason. */
final class RunDialog extends Dialog {

  private static final long serialVersionUID = 1L;
  private static final int MOST = 200;

  RunDialog(Caller caller, PolicyRun run, Moments moments, PoliciesService policies) {
    setHeaderTitle(Texts.of("policy.run.of", moments.exactly(run.startedAt())));
    setWidth("40rem");
    setMaxWidth("100%");
    setTestId("run-dialog");
    Div content = new Div();
    content.addClassName("dialog-content");
    content.add(
        new Paragraph(
            Texts.of("policy.run.due", moments.exactly(run.dueAt()))
                + (run.missed() > 0
                    ? " " + Texts.of("policy.run.missed-before", run.missed())
                    : "")));
    if (run.cause() == RunCause.MISSED) {
      content.add(new Paragraph(Texts.of("policy.run.missed.text")));
    }
    List<RunVolume> rows = policies.runVolumes(caller, run.id(), null, Slice.first(MOST));
    UnorderedList list = new UnorderedList();
    list.addClassName("lines");
    rows.forEach(row -> list.add(line(row)));
    content.add(list);
    if (run.volumes() > rows.size()) {
      content.add(new Span(Texts.of("overview.more", run.volumes() - rows.size())));
    }
    add(content);
    Button close = new Button(Texts.of("common.close"), click -> close());
    close.setTestId("close");
    getFooter().add(close);
  }

  private static ListItem line(RunVolume row) {
    RouterLink volume =
        new RouterLink(
            row.volumeName(),
            VolumesView.class,
            new RouteParameters("id", row.volumeId().toString()));
    volume.addClassName("cell-main");
    Div text = new Div(volume);
    text.addClassName("cell-name");
    if (row.reason() != null) {
      Span why = new Span(Sentences.of(row.reason()));
      why.addClassNames("reason", "quiet");
      text.add(why);
    }
    if (row.backupId() != null) {
      RouterLink backup =
          new RouterLink(
              Texts.of("backup.backup"),
              BackupsView.class,
              new RouteParameters("id", row.backupId().toString()));
      backup.addClassName("cell-more");
      text.add(backup);
    }
    ListItem line = new ListItem(text, PolicyMarks.volume(row).badge());
    line.addClassName("line");
    return line;
  }
}
