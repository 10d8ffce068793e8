package io.holdfast.console.ui.identity;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Section;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.signals.Signal;
import com.vaadin.flow.signals.local.ValueSignal;
import io.holdfast.console.identity.TokensService;
import io.holdfast.console.identity.UsersService;
import io.holdfast.console.live.Changes;
import io.holdfast.console.live.LiveUpdates;
import io.holdfast.console.security.SignedIn;
import io.holdfast.console.ui.Icon;
import io.holdfast.console.ui.Line;
import io.holdfast.console.ui.Lines;
import io.holdfast.console.ui.Page;
import io.holdfast.console.ui.Texts;
import io.holdfast.schema.change.ChangedTable;
import io.holdfast.schema.identity.Token;
import jakarta.annotation.security.PermitAll;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One's own account: what one may do, the password, and tokens for programs. */
@Route("account")
@PermitAll
public class AccountView extends Page {

  private static final long serialVersionUID = 1L;

  private final transient TokensService tokens;
  private final transient AccountDialogs dialogs;
  private final @Nullable String issuer;
  private final transient ValueSignal<List<Token>> own = new ValueSignal<>(List.of());

  public AccountView(
      TokensService tokens, UsersService users, SignedIn signedIn, LiveUpdates live) {
    super(live, Texts.of("account.title"));
    this.tokens = tokens;
    this.issuer = users.get(caller(), caller().userId()).issuer();
    this.dialogs = new AccountDialogs(caller(), tokens, users, signedIn, moments());
    subtitle(caller().name() + " · " + Texts.of("role", caller().role()));
    addClassName("narrow-page");
    add(tokens(), password());
    show();
  }

  private Section tokens() {
    Button make =
        new Button(
            Texts.of("token.create"), Icon.ADD.create(), click -> dialogs.create(this::show));
    make.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
    make.setTestId("create-token");
    Paragraph text = new Paragraph(Texts.of("token.text"));
    text.addClassName("quiet");
    Section panel = new Section(new H2(Texts.of("token.title")), text, new TokenLines(), make);
    panel.addClassName("panel");
    return panel;
  }

  private Section password() {
    Button change =
        new Button(
            Texts.of("account.password"), Icon.HOLD.create(), click -> dialogs.changePassword());
    change.setTestId("change-password");
    Paragraph may = new Paragraph(Texts.of("account.may", Texts.of("person.may", caller().role())));
    may.addClassName("quiet");
    Paragraph foreign = new Paragraph(issuer == null ? "" : Texts.of("account.foreign", issuer));
    foreign.setVisible(issuer != null);
    change.setVisible(issuer == null);
    Section panel = new Section(new H2(Texts.of("account.account")), may, foreign, change);
    panel.addClassName("panel");
    return panel;
  }

  private void show() {
    own.set(tokens.list(caller()));
  }

  /** The own tokens, each with a way to revoke it. */
  private final class TokenLines extends Lines<Token> {

    private static final long serialVersionUID = 1L;

    TokenLines() {
      super(own, Token::id, none(Texts.of("token.none")));
    }

    @Override
    protected ListItem line(Signal<Token> thing) {
      Token token = thing.peek();
      Button revoke =
          new Button(
              Texts.of("token.revoke"),
              click -> dialogs.revoke(thing.peek(), AccountView.this::show));
      revoke.addThemeVariants(ButtonVariant.LUMO_SMALL);
      revoke.setAriaLabel(Texts.of("token.revoke.of", token.name()));
      revoke.setTestId("revoke-token");
      ListItem line =
          new Line<>(thing)
              .name(Token::name)
              .more(AccountView.this::more, AccountView.this::moments);
      line.add(revoke);
      return line;
    }
  }

  private String moments(Token token) {
    return Stream.of(token.createdAt(), token.usedAt(), token.expiresAt())
        .filter(Objects::nonNull)
        .map(moments()::exactly)
        .collect(Collectors.joining(" · "));
  }

  private String more(Token token) {
    return String.join(
        " · ",
        Texts.of("token.made", moments().ago(token.createdAt())),
        token.usedAt() == null
            ? Texts.of("token.unused")
            : Texts.of("token.used", moments().ago(token.usedAt())),
        token.expiresAt() == null
            ? Texts.of("token.expires.never")
            : Texts.of("token.expires", moments().ago(token.expiresAt())));
  }

  @Override
  protected void changed(Changes changes) {
    if (changes.touch(ChangedTable.API_TOKEN)) {
      show();
    }
  }
}
