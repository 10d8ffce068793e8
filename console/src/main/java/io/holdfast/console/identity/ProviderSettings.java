package io.holdfast.console.identity;

import io.holdfast.schema.identity.Role;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The provider of OpenID Connect by which people sign in, {@code holdfast.sign-in.*}.
 *
 * @param issuer its address, as it calls itself; default: none, and only local accounts sign in
 * @param clientId by which it knows Holdfast; needed with an issuer
 * @param clientSecret by which it recognizes Holdfast; needed with an issuer
 * @param name as people know it; default {@code your organisation}
 * @param scopes asked for; default {@code openid profile email}
 * @param nameClaim where it says the person's name; default {@code preferred_username}
 * @param roleClaim where it says what the person is: a text or a list of texts, within others when
 *     there are dots in it; default {@code groups}
 * @param roles who gets in as what, the first that fits; default: nobody
 * @param contact who lets people in, in words; default: an administrator
 */
@ConfigurationProperties("holdfast.sign-in")
public record ProviderSettings(
    @Nullable String issuer,
    @Nullable String clientId,
    @Nullable String clientSecret,
    @DefaultValue("your organisation") String name,
    @DefaultValue({"openid", "profile", "email"}) List<String> scopes,
    @DefaultValue("preferred_username") String nameClaim,
    @DefaultValue("groups") String roleClaim,
    @DefaultValue List<Mapping> roles,
    @Nullable String contact) {

  /**
   * Lets people in.
   *
   * @param value of the role's claim; {@code *} for anybody whom the provider knows
   * @param role a role's word, such as {@code operator}
   * @param project by name; a member needs one
   */
  public record Mapping(String value, String role, @Nullable String project) {}

  public ProviderSettings {
    if (issuer != null && (clientId == null || clientSecret == null)) {
      throw new IllegalArgumentException(
          "holdfast.sign-in.issuer is set, but client-id or client-secret is not. Set both.");
    }
    roles.forEach(mapping -> Role.of(mapping.role()));
  }

  /** Whether people can sign in by it. */
  public boolean isSet() {
    return issuer != null;
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return "ProviderSettings[%s, %s]".formatted(issuer, clientId);
  }
}
