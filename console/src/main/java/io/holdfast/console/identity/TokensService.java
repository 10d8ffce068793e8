package io.holdfast.console.identity;

import io.holdfast.console.refusal.Input;
import io.holdfast.console.refusal.Refusal;
import io.holdfast.schema.audit.AuditLog;
import io.holdfast.schema.audit.Outcome;
import io.holdfast.schema.identity.Token;
import io.holdfast.schema.identity.Tokens;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** The caller's own tokens, by which programs act as the caller. */
@Service
public class TokensService {

  private static final String PREFIX = "hf_";

  /** A new token; the only moment in which its secret can be seen. */
  public record NewToken(Token token, String secret) {

    @Override
    public String toString() {
      return "NewToken[%s]".formatted(token.name());
    }
  }

  private final DSLContext database;
  private final Tokens tokens;

  TokensService(DSLContext database) {
    this.database = database;
    this.tokens = new Tokens(database);
  }

  /** The caller's tokens that are not revoked, the newest first. */
  public List<Token> list(Caller caller) {
    return tokens.ofUser(caller.userId());
  }

  /**
   * Makes a token.
   *
   * @param expiresAt {@code null}: it holds until it is revoked
   */
  public NewToken create(Caller caller, @Nullable String name, @Nullable Instant expiresAt) {
    String wanted = Input.name(name, "name of the token");
    String secret = PREFIX + Secrets.random();
    UUID id =
        tokens
            .create(caller.userId(), wanted, Secrets.hash(secret), expiresAt)
            .orElseThrow(() ->
                Refusal.conflict(
                    "name-taken",
                    "You have a token '%s' already.".formatted(wanted),
                    "Choose another name, or revoke that one first."));
    audit(caller, "token.create", id, Map.of("name", wanted));
    Token token =
        list(caller).stream()
            .filter(made -> made.id().equals(id))
            .findFirst()
            .orElseThrow(() -> Refusal.notFound("token", id));
    return new NewToken(token, secret);
  }

  public void revoke(Caller caller, UUID id) {
    if (!tokens.revoke(caller.userId(), id)) {
      throw Refusal.notFound("token", id);
    }
    audit(caller, "token.revoke", id, Map.of());
  }

  /** On whose behalf somebody with this token calls; empty: nobody's. */
  public Optional<Caller> callerOf(String secret) {
    return secret.startsWith(PREFIX)
        ? tokens.user(Secrets.hash(secret)).map(Caller::of)
        : Optional.empty();
  }

  private void audit(Caller caller, String action, UUID id, Map<String, String> detail) {
    new AuditLog(database).add(caller.name(), action, "token", id, null, Outcome.ACCEPTED, detail);
  }
}
