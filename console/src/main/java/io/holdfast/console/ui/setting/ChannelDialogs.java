package io.holdfast.console.ui.setting;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.Autocomplete;
import com.vaadin.flow.component.textfield.PasswordField;
import com.vaadin.flow.component.textfield.TextField;
import io.holdfast.console.identity.Caller;
import io.holdfast.console.notification.ChannelView;
import io.holdfast.console.notification.NotificationsService;
import io.holdfast.console.ui.ActionDialog;
import io.holdfast.console.ui.Edit;
import io.holdfast.console.ui.OwnWords;
import io.holdfast.console.ui.Texts;
import io.holdfast.console.ui.Toast;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Asks where people are to be told. A secret is typed in and never shown. */
final class ChannelDialogs {

  private final Caller caller;
  private final NotificationsService notifications;

  ChannelDialogs(Caller caller, NotificationsService notifications) {
    this.caller = caller;
    this.notifications = notifications;
  }

  void change(ChannelView now, Consumer<ChannelView> done) {
    switch (now.kind()) {
      case MAIL -> mail(now, done);
      case WEB_HOOK -> webHook(now, done);
    }
  }

  private void mail(ChannelView now, Consumer<ChannelView> done) {
    Checkbox enabled = enabled(now);
    TextField host = text(now, "host", "");
    TextField port = text(now, "port", "587");
    Select<String> security = new Select<>();
    security.setLabel(Texts.of("notification.mail.security"));
    security.setItems("starttls", "tls", "none");
    security.setItemLabelGenerator(it -> Texts.of("notification.mail.security." + it));
    security.setValue(now.isSet() ? now.option("security") : "starttls");
    security.setTestId("security");
    TextField user = text(now, "user", "");
    user.setHelperText(Texts.of("notification.mail.user.help"));
    PasswordField password = secret(now, "notification.mail.password");
    TextField from = text(now, "from", "");
    TextField to = text(now, "to", "");
    to.setHelperText(Texts.of("notification.mail.to.help"));
    to.addClassName("fields-wide");
    open(
        now,
        host,
        fields(enabled, host, port, security, from, user, password, to),
        () ->
            notifications.change(
                caller,
                now.kind(),
                enabled.getValue(),
                Map.of(
                    "host", host.getValue(),
                    "port", port.getValue(),
                    "security", security.getValue(),
                    "user", user.getValue(),
                    "from", from.getValue(),
                    "to", to.getValue()),
                user.getValue().isBlank() ? "" : typed(password)),
        done);
  }

  private void webHook(ChannelView now, Consumer<ChannelView> done) {
    Checkbox enabled = enabled(now);
    TextField url = new TextField(Texts.of("notification.web-hook.url"));
    url.setValue(now.option("url"));
    url.setPlaceholder("https://");
    url.setTestId("url");
    url.addClassName("fields-wide");
    PasswordField key = secret(now, "notification.web-hook.secret");
    key.setHelperText(Texts.of("notification.web-hook.secret.help"));
    key.addClassName("fields-wide");
    Checkbox drop = new Checkbox(Texts.of("notification.web-hook.drop-secret"));
    drop.setVisible(now.hasSecret());
    drop.addClassName("fields-wide");
    drop.addValueChangeListener(change -> key.setEnabled(!change.getValue()));
    open(
        now,
        url,
        fields(enabled, url, key, drop),
        () ->
            notifications.change(
                caller,
                now.kind(),
                enabled.getValue(),
                Map.of("url", url.getValue()),
                drop.getValue() ? "" : typed(key)),
        done);
  }

  private void open(
      ChannelView now,
      TextField first,
      Div fields,
      Supplier<ChannelView> save,
      Consumer<ChannelView> done) {
    new ActionDialog(
            Texts.of("setting.change.of", Texts.of("notification.channel", now.kind())),
            Texts.of("common.save"))
        .with(fields)
        .onConfirm(
            () -> {
              Edit.unchanged(now, notifications.channel(caller, now.kind()));
              return save.get();
            },
            saved -> {
              Toast.done(Texts.of("common.saved"));
              done.accept(saved);
            })
        .openAt(first);
  }

  private static Div fields(Component... all) {
    Div fields = new Div(all);
    fields.addClassName("fields");
    return fields;
  }

  private static Checkbox enabled(ChannelView now) {
    Checkbox enabled = new Checkbox(Texts.of("notification.channel.enabled"));
    enabled.setValue(now.enabled() || !now.isSet());
    enabled.addClassName("fields-wide");
    enabled.setTestId("enabled");
    return enabled;
  }

  private static TextField text(ChannelView now, String option, String first) {
    TextField field = new TextField(Texts.of("notification.mail." + option));
    field.setValue(now.isSet() ? now.option(option) : first);
    field.setAutocomplete(Autocomplete.OFF);
    field.setTestId(option);
    return field;
  }

  private static PasswordField secret(ChannelView now, String label) {
    PasswordField field = OwnWords.password(Texts.of(label));
    field.setAutocomplete(Autocomplete.NEW_PASSWORD);
    field.setRevealButtonVisible(false);
    field.setPlaceholder(now.hasSecret() ? Texts.of("notification.channel.secret-stays") : "");
    field.setTestId("secret");
    return field;
  }

  /** What was typed; {@code null}, so that it stays as it is, when nothing was. */
  private static @Nullable String typed(PasswordField field) {
    return field.getValue().isEmpty() ? null : field.getValue();
  }
}
