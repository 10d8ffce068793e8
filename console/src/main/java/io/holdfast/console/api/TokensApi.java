package io.holdfast.console.api;

import io.holdfast.console.identity.TokensService;
import io.holdfast.console.identity.TokensService.NewToken;
import io.holdfast.console.security.SignedIn;
import io.holdfast.schema.identity.Token;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The caller's own tokens. The first one is made with name and password (HTTP basic). */
@RestController
@RequestMapping("/api/v1/tokens")
class TokensApi {

  record WantedJson(@Nullable String name, @Nullable Instant expiresAt) {}

  /** A token; {@code token} is its secret, shown once, when it is made. */
  record TokenJson(
      UUID id,
      String name,
      @Nullable String token,
      Instant createdAt,
      @Nullable Instant expiresAt,
      @Nullable Instant lastUsedAt) {

    static TokenJson of(Token row, @Nullable String secret) {
      return new TokenJson(
          row.id(), row.name(), secret, row.createdAt(), row.expiresAt(), row.usedAt());
    }

    @Override
    public String toString() {
      return "TokenJson[%s]".formatted(name);
    }
  }

  private final SignedIn signedIn;
  private final TokensService tokens;

  TokensApi(SignedIn signedIn, TokensService tokens) {
    this.signedIn = signedIn;
    this.tokens = tokens;
  }

  @GetMapping
  Page<TokenJson> list() {
    return Page.whole(tokens.list(signedIn.caller()), token -> TokenJson.of(token, null));
  }

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  TokenJson create(@RequestBody WantedJson wanted) {
    NewToken made = tokens.create(signedIn.caller(), wanted.name(), wanted.expiresAt());
    return TokenJson.of(made.token(), made.secret());
  }

  @DeleteMapping("/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void revoke(@PathVariable String id) {
    tokens.revoke(signedIn.caller(), Words.id(id, "token id"));
  }
}
