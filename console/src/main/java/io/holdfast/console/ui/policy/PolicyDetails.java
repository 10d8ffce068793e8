package io.holdfast.console.ui.policy;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.router.QueryParameters;
import com.vaadin.flow.router.RouterLink;
import com.vaadin.flow.signals.Signal;
import io.holdfast.console.identity.Caller;
import io.holdfast.console.live.Changes;
import io.holdfast.console.policy.PoliciesService;
import io.holdfast.console.policy.PolicyView;
import io.holdfast.console.ui.ActionDialog;
import io.holdfast.console.ui.Details;
import io.holdfast.console.ui.Facts;
import io.holdfast.console.ui.Icon;
import io.holdfast.console.ui.Ids;
import io.holdfast.console.ui.Moments;
import io.holdfast.console.ui.Texts;
import io.holdfast.console.ui.Toast;
import io.holdfast.console.ui.volume.VolumesView;
import io.holdfast.schema.Slice;
import io.holdfast.schema.change.ChangedTable;
import io.holdfast.schema.policy.PolicyRun;
import io.holdfast.schema.policy.PolicyTerms;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** One policy: what it does, when it runs next, and how its runs went. */
final class PolicyDetails extends Details<PolicyDetails.Shown> {

  private static final long serialVersionUID = 1L;
  private static final int NEWEST = 8;

  /** A policy with its newest runs. */
  record Shown(PolicyView policy, List<PolicyRun> runs) {}

  private final transient Caller caller;
  private final transient Moments moments;
  private final transient PoliciesService policies;

  PolicyDetails(String id, Caller caller, Moments moments, PoliciesService policies) {
    super(Texts.of("policy.details"), () -> read(id, caller, policies));
    this.caller = caller;
    this.moments = moments;
    this.policies = policies;
    load();
  }

  private static Shown read(String text, Caller caller, PoliciesService policies) {
    UUID id = Ids.parse("policy", text);
    return new Shown(policies.get(caller, id), policies.runs(caller, id, Slice.first(NEWEST)));
  }

  @Override
  protected String titleOf(Shown now) {
    return now.policy().name();
  }

  @Override
  protected void build(Signal<Shown> now) {
    Signal<PolicyView> policy = now.map(Shown::policy);
    if (caller.operates()) {
      actions();
    }
    addSection(Texts.of("policy.runs.next"), next(policy));
    addSection(
        Texts.of("policy.runs"), new RunLines(now.map(Shown::runs), caller, moments, policies));
    addSection(Texts.of("common.facts"), facts(policy), volumes());
  }

  private void actions() {
    addAction(
        "policy.edit",
        Icon.EDIT,
        it -> UI.getCurrent().navigate("policies/" + it.policy().id() + "/edit"));
    addAction("policy.run", Icon.PLAY, it -> runNow(it.policy()));
    addAction("policy.delete", Icon.DELETE, it -> delete(it.policy()))
        .addThemeVariants(ButtonVariant.LUMO_TERTIARY);
  }

  private void runNow(PolicyView policy) {
    new ActionDialog(Texts.of("policy.run.of-policy", policy.name()), Texts.of("policy.run"))
        .say(Texts.of("policy.run.text", policy.volumes()))
        .onConfirm(
            () -> policies.runNow(caller, policy.id()),
            it -> Toast.done(Texts.of("policy.run.done", it.volumes())))
        .openAt(null);
  }

  private void delete(PolicyView policy) {
    new ActionDialog(Texts.of("policy.delete.of", policy.name()), Texts.of("policy.delete"))
        .destructive()
        .say(Texts.of("policy.delete.text", policy.volumes()))
        .onConfirm(
            () -> {
              policies.delete(caller, policy.id());
              return policy;
            },
            it -> {
              Toast.done(Texts.of("policy.delete.done", it.name()));
              getUI().ifPresent(ui -> ui.navigate(PoliciesView.class));
            })
        .openAt(null);
  }

  private Div next(Signal<PolicyView> policy) {
    Div list = new Div();
    list.addClassName("links");
    Signal.effect(
        list,
        () -> {
          list.removeAll();
          PolicyView view = policy.get();
          list.add(new Span(ScheduleWords.of(view)));
          if (view.nextRuns().isEmpty()) {
            list.add(quiet(Texts.of("policy.paused.more")));
          }
          for (Instant at : view.nextRuns()) {
            list.add(quiet(moments.exactly(at)));
          }
        });
    return list;
  }

  private static Span quiet(String text) {
    Span span = new Span(text);
    span.addClassName("quiet");
    return span;
  }

  private Facts<PolicyView> facts(Signal<PolicyView> policy) {
    return new Facts<>(policy, moments)
        .text(Texts.of("volume.project"), PolicyMarks::project)
        .text(
            Texts.of("policy.covers"),
            it ->
                PolicyMarks.cover(terms(it).cover())
                    + ": "
                    + Texts.of("volume.count", it.volumes()))
        .text(Texts.of("policy.keep"), it -> PolicyMarks.keep(terms(it).keep()))
        .text(Texts.of("policy.full"), it -> PolicyMarks.kind(terms(it).fullEvery()))
        .text(
            Texts.of("backup.repository"),
            it ->
                Objects.requireNonNullElse(
                    it.policy().repositoryName(), Texts.of("policy.repository.default")))
        .text(
            Texts.of("policy.window"), it -> Texts.of("policy.minutes", terms(it).windowMinutes()))
        .text(
            Texts.of("policy.max-running"),
            it -> terms(it).maxRunning() == null ? null : String.valueOf(terms(it).maxRunning()))
        .text(Texts.of("policy.missed"), it -> Texts.of("policy.missed", terms(it).missed()))
        .code(Texts.of("policy.cron"), it -> terms(it).cron())
        .text(Texts.of("policy.created-by"), it -> it.policy().createdBy())
        .moment(Texts.of("common.created"), it -> it.policy().createdAt())
        .code(Texts.of("common.id"), it -> it.id().toString());
  }

  private RouterLink volumes() {
    RouterLink volumes = new RouterLink(Texts.of("policy.volumes.show"), VolumesView.class);
    volumes.setQueryParameters(
        QueryParameters.simple(Map.of("policy", now().policy().id().toString())));
    volumes.setTestId("volumes");
    return volumes;
  }

  private static PolicyTerms terms(PolicyView view) {
    return view.policy().terms();
  }

  @Override
  protected boolean concerns(Changes changes) {
    return changes.touch(
        ChangedTable.POLICY,
        ChangedTable.POLICY_RUN,
        ChangedTable.BACKUP,
        ChangedTable.VOLUME,
        ChangedTable.PROJECT);
  }
}
