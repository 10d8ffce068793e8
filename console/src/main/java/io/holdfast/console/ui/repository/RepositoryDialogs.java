package io.holdfast.console.ui.repository;

import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.html.Pre;
import com.vaadin.flow.component.radiobutton.RadioButtonGroup;
import com.vaadin.flow.component.textfield.IntegerField;
import com.vaadin.flow.component.textfield.PasswordField;
import com.vaadin.flow.component.textfield.TextField;
import io.holdfast.console.identity.Caller;
import io.holdfast.console.repository.PlaceTrialService;
import io.holdfast.console.repository.RepositoriesService;
import io.holdfast.console.repository.RepositoryRequest;
import io.holdfast.console.repository.RepositoryView;
import io.holdfast.console.ui.ActionDialog;
import io.holdfast.console.ui.Edit;
import io.holdfast.console.ui.Fields;
import io.holdfast.console.ui.Notice;
import io.holdfast.console.ui.OwnWords;
import io.holdfast.console.ui.Sizes;
import io.holdfast.console.ui.Texts;
import io.holdfast.console.ui.Toast;
import io.holdfast.console.ui.Tone;
import java.util.Optional;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;

/** What one is asked before something is done with a repository. */
@Component
class RepositoryDialogs {

  /** What a worker reads when it only tries a repository out. */
  private static final int LEAST_SAMPLE_PERCENT = 1;

  private static final int USUAL_SAMPLE_PERCENT = 10;
  private static final int MOST_TASKS = 10_000;

  private final RepositoriesService repositories;
  private final PlaceTrialService trials;

  RepositoryDialogs(RepositoriesService repositories, PlaceTrialService trials) {
    this.repositories = repositories;
    this.trials = trials;
  }

  void add(Caller caller, Consumer<RepositoryView> made) {
    TextField name = new TextField(Texts.of("common.name"));
    name.setTestId("name");
    name.setWidthFull();
    TextField location = new TextField(Texts.of("repository.location"));
    location.setHelperText(Texts.of("repository.location.help"));
    location.setPlaceholder("/srv/backups");
    location.setTestId("location");
    location.setWidthFull();
    PasswordField passphrase = OwnWords.password(Texts.of("repository.passphrase"));
    passphrase.setHelperText(Texts.of("repository.passphrase.help"));
    passphrase.setTestId("passphrase");
    passphrase.setWidthFull();
    Notice open =
        Notice.of(
            Tone.WARNING,
            Texts.of("repository.open-to-all"),
            Texts.of("repository.add.not-encrypted.next"));
    open.setVisible(false);
    Checkbox encrypted = new Checkbox(Texts.of("repository.encrypt"), true);
    encrypted.setTestId("encrypted");
    encrypted.addValueChangeListener(change -> {
      passphrase.setVisible(change.getValue());
      open.setVisible(!change.getValue());
    });
    Checkbox tryOut = new Checkbox(Texts.of("repository.try-out"), true);
    tryOut.setHelperText(Texts.of("repository.try-out.help"));
    tryOut.setTestId("try-out");
    new ActionDialog(Texts.of("repository.add"), Texts.of("repository.add.confirm"))
        .with(name, location, encrypted, passphrase, open, tryOut)
        .onConfirm(
            () -> {
              RepositoryRequest request =
                  new RepositoryRequest(
                      name.getValue(),
                      null,
                      location.getValue(),
                      encrypted.getValue(),
                      encrypted.getValue() ? passphrase.getValue() : null);
              if (tryOut.getValue()) {
                trials.mustBeUsable(caller, request);
              }
              RepositoryView view = repositories.create(caller, request);
              if (tryOut.getValue()) {
                repositories.verify(caller, view.id(), LEAST_SAMPLE_PERCENT);
              }
              return view;
            },
            view -> {
              Toast.done(Texts.of("repository.add.done", view.name()));
              made.accept(view);
            })
        .openAt(name);
  }

  void verify(Caller caller, RepositoryView view) {
    RadioButtonGroup<Boolean> all = new RadioButtonGroup<>(Texts.of("repository.verify.extent"));
    all.setItems(false, true);
    all.setItemLabelGenerator(
        it -> Texts.of(it ? "repository.verify.everything" : "repository.verify.sample"));
    all.setValue(false);
    all.setTestId("extent");
    IntegerField percent = Fields.whole(Texts.of("repository.verify.percent"), 1, 100);
    percent.setValue(USUAL_SAMPLE_PERCENT);
    all.addValueChangeListener(change -> percent.setVisible(!change.getValue()));
    new ActionDialog(Texts.of("repository.verify.of", view.name()), Texts.of("repository.verify"))
        .say(Texts.of("repository.verify.text", Sizes.shortly(view.usage().storedBytes())))
        .with(all, percent)
        .onConfirm(
            () ->
                repositories.verify(caller, view.id(), all.getValue() ? null : percent.getValue()),
            it -> Toast.done(Texts.of("repository.verify.done", view.name())))
        .openAt(null);
  }

  void reclaim(Caller caller, RepositoryView view) {
    new ActionDialog(Texts.of("repository.reclaim.of", view.name()), Texts.of("repository.reclaim"))
        .say(Texts.of("repository.reclaim.text"))
        .say(Texts.of("repository.reclaim.more"))
        .onConfirm(
            () -> repositories.reclaim(caller, view.id()),
            it -> Toast.done(Texts.of("repository.reclaim.done", view.name())))
        .openAt(null);
  }

  void reindex(Caller caller, RepositoryView view) {
    new ActionDialog(Texts.of("repository.reindex.of", view.name()), Texts.of("repository.reindex"))
        .say(Texts.of("repository.reindex.text"))
        .with(
            Notice.of(
                Tone.WARNING,
                Texts.of("repository.reindex.warning"),
                Texts.of("repository.reindex.warning.next")))
        .confirmByTyping(view.name())
        .onConfirm(
            () -> repositories.reindex(caller, view.id()),
            it -> Toast.done(Texts.of("repository.reindex.done", view.name())))
        .openAt(null);
  }

  void limit(Caller caller, RepositoryView view) {
    IntegerField most = Fields.whole(Texts.of("repository.max-running"), 1, MOST_TASKS);
    most.setHelperText(Texts.of("repository.max-running.help"));
    most.setValue(view.maxRunningTasks());
    most.setTestId("max-running");
    most.setWidthFull();
    new ActionDialog(Texts.of("repository.limit.of", view.name()), Texts.of("common.save"))
        .with(most)
        .onConfirm(
            () -> {
              Edit.unchanged(limit(view), limit(repositories.get(caller, view.id())));
              return repositories.limit(caller, view.id(), most.getValue());
            },
            it -> Toast.done(Texts.of("common.saved")))
        .openAt(most);
  }

  private static Optional<Integer> limit(RepositoryView view) {
    return Optional.ofNullable(view.maxRunningTasks());
  }

  /** Asks first, as showing it is noted in the activity. */
  void passphrase(Caller caller, RepositoryView view) {
    new ActionDialog(
            Texts.of("repository.passphrase.of", view.name()),
            Texts.of("repository.passphrase.show"))
        .say(Texts.of("repository.passphrase.text"))
        .onConfirm(() -> repositories.passphrase(caller, view.id()), it -> shown(view, it))
        .openAt(null);
  }

  private static void shown(RepositoryView view, String passphrase) {
    Pre text = new Pre(passphrase);
    text.addClassName("command");
    text.setTestId("passphrase");
    new ActionDialog(Texts.of("repository.passphrase.of", view.name()), Texts.of("common.close"))
        .with(text)
        .say(Texts.of("repository.passphrase.keep"))
        .withoutCancel()
        .onConfirm(() -> view, it -> {})
        .openAt(null);
  }

  void remove(Caller caller, RepositoryView view, Runnable done) {
    new ActionDialog(Texts.of("repository.remove.of", view.name()), Texts.of("repository.remove"))
        .destructive()
        .say(Texts.of("repository.remove.text", view.location()))
        .onConfirm(
            () -> {
              repositories.remove(caller, view.id());
              return view;
            },
            it -> {
              Toast.done(Texts.of("repository.remove.done", view.name()));
              done.run();
            })
        .openAt(null);
  }
}
