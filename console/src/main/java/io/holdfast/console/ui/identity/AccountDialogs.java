package io.holdfast.console.ui.identity;

import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.Autocomplete;
import com.vaadin.flow.component.textfield.PasswordField;
import com.vaadin.flow.component.textfield.TextField;
import io.holdfast.console.identity.Caller;
import io.holdfast.console.identity.TokensService;
import io.holdfast.console.identity.TokensService.NewToken;
import io.holdfast.console.identity.UsersService;
import io.holdfast.console.security.SignedIn;
import io.holdfast.console.ui.ActionDialog;
import io.holdfast.console.ui.Copyable;
import io.holdfast.console.ui.Moments;
import io.holdfast.console.ui.OwnWords;
import io.holdfast.console.ui.Texts;
import io.holdfast.console.ui.Toast;
import io.holdfast.schema.identity.Token;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/** What one is asked about the own password and tokens. */
final class AccountDialogs {

  private final Caller caller;
  private final TokensService tokens;
  private final UsersService users;
  private final SignedIn signedIn;
  private final Moments moments;

  AccountDialogs(
      Caller caller, TokensService tokens, UsersService users, SignedIn signedIn, Moments moments) {
    this.caller = caller;
    this.tokens = tokens;
    this.users = users;
    this.signedIn = signedIn;
    this.moments = moments;
  }

  void create(Runnable done) {
    TextField name = new TextField(Texts.of("common.name"));
    name.setHelperText(Texts.of("token.name.help"));
    name.setTestId("name");
    name.setWidthFull();
    Select<Integer> days = new Select<>();
    days.setLabel(Texts.of("token.lasts"));
    days.setItems(30, 90, 365, 0);
    days.setItemLabelGenerator(it ->
        it == null || it == 0 ? Texts.of("token.lasts.revoked") : Texts.of("token.lasts.days", it));
    days.setValue(90);
    days.setWidthFull();
    new ActionDialog(Texts.of("token.create"), Texts.of("token.create.confirm"))
        .with(name, days)
        .onConfirm(
            () ->
                tokens.create(
                    caller,
                    name.getValue(),
                    days.getValue() == 0
                        ? null
                        : Instant.now().plus(Duration.ofDays(days.getValue()))),
            made -> {
              done.run();
              shown(made);
            })
        .openAt(name);
  }

  private static void shown(NewToken made) {
    new ActionDialog(Texts.of("token.made.of", made.token().name()), Texts.of("common.close"))
        .say(Texts.of("token.once"))
        .with(new Copyable(made.secret(), "secret"))
        .say(Texts.of("token.how"))
        .withoutCancel()
        .onConfirm(made::token, it -> {})
        .openAt(null);
  }

  void revoke(Token token, Runnable done) {
    new ActionDialog(Texts.of("token.revoke.of", token.name()), Texts.of("token.revoke"))
        .destructive()
        .say(
            token.usedAt() == null
                ? Texts.of("token.revoke.unused")
                : Texts.of("token.revoke.text", moments.ago(token.usedAt())))
        .onConfirm(
            () -> {
              tokens.revoke(caller, token.id());
              return token;
            },
            it -> {
              Toast.done(Texts.of("token.revoke.done", token.name()));
              done.run();
            })
        .openAt(null);
  }

  void changePassword() {
    PasswordField old = OwnWords.password(Texts.of("account.password.old"));
    old.setAutocomplete(Autocomplete.CURRENT_PASSWORD);
    old.setTestId("old-password");
    old.setWidthFull();
    PasswordField password = IdentityDialogs.password(Texts.of("person.password.new"));
    password.setHelperText(Texts.of("person.password.help"));
    Consumer<String> session = signedIn.own();
    new ActionDialog(Texts.of("account.password"), Texts.of("common.save"))
        .say(Texts.of("account.password.text"))
        .with(old, password)
        .onConfirm(
            () -> {
              users.changeOwnPassword(caller, old.getValue(), password.getValue(), session);
              return caller;
            },
            it -> Toast.done(Texts.of("account.password.done")))
        .openAt(old);
  }
}
