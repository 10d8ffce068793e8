package io.holdfast.console.ui.activity;

import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.router.QueryParameters;
import com.vaadin.flow.router.RouterLink;
import com.vaadin.flow.signals.Signal;
import io.holdfast.console.audit.AuditService;
import io.holdfast.console.identity.Caller;
import io.holdfast.console.live.Changes;
import io.holdfast.console.refusal.Refusal;
import io.holdfast.console.ui.Details;
import io.holdfast.console.ui.Facts;
import io.holdfast.console.ui.Moments;
import io.holdfast.console.ui.Texts;
import io.holdfast.schema.audit.AuditEntry;
import java.util.Map;
import java.util.TreeMap;

/** One entry of the activity, with all that was noted. */
final class ActivityDetails extends Details<AuditEntry> {

  private static final long serialVersionUID = 1L;

  private final transient Caller caller;
  private final transient Moments moments;

  ActivityDetails(String id, Caller caller, Moments moments, AuditService audit) {
    super(Texts.of("activity.details"), () -> audit.get(caller, number(id)));
    this.caller = caller;
    this.moments = moments;
    load();
  }

  /** An id of the address; a text that is none means nothing that is there. */
  static long number(String id) {
    try {
      return Long.parseLong(id);
    } catch (NumberFormatException e) {
      throw Refusal.notFound("entry", id.length() > 64 ? id.substring(0, 64) + "…" : id);
    }
  }

  @Override
  protected String titleOf(AuditEntry now) {
    return ActivityMarks.action(now.action());
  }

  @Override
  protected void build(Signal<AuditEntry> now) {
    AuditEntry entry = now();
    Facts<AuditEntry> facts =
        new Facts<>(now, moments)
            .text(Texts.of("activity.at"), it -> moments.exactly(it.at()))
            .text(Texts.of("activity.person"), AuditEntry::actor)
            .mark(Texts.of("activity.outcome"), ActivityMarks::outcome)
            .text(Texts.of("activity.subject"), ActivityMarks::subject)
            .code(Texts.of("activity.subject-id"), AuditEntry::subjectId);
    // Written once and never changed: its details need not be followed.
    new TreeMap<>(entry.detail())
        .forEach((name, value) ->
            facts.text(ActivityMarks.label(name), it -> ActivityMarks.value(name, value)));
    facts.code(Texts.of("activity.action"), AuditEntry::action);
    addSection(Texts.of("common.facts"), facts);
    Div links = new Div();
    links.addClassName("links");
    ActivityMarks.address(entry, caller)
        .ifPresent(address ->
            links.add(
                new Anchor(address, Texts.of("activity.show", ActivityMarks.subject(entry)))));
    RouterLink same = new RouterLink(Texts.of("activity.same-subject"), ActivityView.class);
    same.setQueryParameters(QueryParameters.simple(Map.of("q", entry.subjectId())));
    RouterLink person = new RouterLink(Texts.of("activity.same-person"), ActivityView.class);
    person.setQueryParameters(QueryParameters.simple(Map.of("person", entry.actor())));
    links.add(same, person);
    add(links);
  }

  @Override
  protected boolean concerns(Changes changes) {
    return false;
  }
}
