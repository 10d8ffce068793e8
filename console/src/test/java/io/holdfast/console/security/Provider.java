package io.holdfast.console.security;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import jakarta.servlet.http.HttpServlet;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.catalina.webresources.TomcatURLStreamHandlerFactory;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.servlet.context.AnnotationConfigServletWebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.authentication.dao.DaoAuthenticationProvider;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configuration.OAuth2AuthorizationServerConfiguration;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.www.BasicAuthenticationFilter;
import org.springframework.security.web.context.SecurityContextHolderFilter;

/**
 * A real provider of OpenID Connect on a port of its own. Whoever shows their name, and {@code
 * secret} as the password, by HTTP's basic authentication, is recognized.
 */
final class Provider implements AutoCloseable {

  static final String CLIENT = "holdfast";
  static final String SECRET = "the client's secret";

  /** The groups of each person. */
  private static final Map<String, List<String>> GROUPS = new ConcurrentHashMap<>();

  private final AnnotationConfigServletWebServerApplicationContext context =
      new AnnotationConfigServletWebServerApplicationContext();

  Provider() {
    // There may be one in a JVM, and the console's server wants it.
    TomcatURLStreamHandlerFactory.disable();
    context.register(Parts.class);
    context.refresh();
  }

  String issuer() {
    return "http://127.0.0.1:" + Objects.requireNonNull(context.getWebServer()).getPort();
  }

  /** Says where people may be sent back to. */
  void returnTo(String address) {
    context.getBean(InMemoryRegisteredClientRepository.class).save(client(address));
  }

  void groups(String person, String... groups) {
    GROUPS.put(person, List.of(groups));
  }

  private static RegisteredClient client(String address) {
    return RegisteredClient.withId(CLIENT)
        .clientId(CLIENT)
        .clientSecret("{noop}" + SECRET)
        .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
        .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
        .redirectUri(address)
        .scopes(scopes -> scopes.addAll(List.of("openid", "profile", "email")))
        .build();
  }

  @Override
  public void close() {
    context.close();
  }

  /** Not annotated as a configuration, so that the console does not find it. */
  @EnableWebSecurity
  static class Parts {

    @Bean
    TomcatServletWebServerFactory server() {
      return new TomcatServletWebServerFactory(0);
    }

    /** Without any servlet the server would not even ask the filters. */
    @Bean
    HttpServlet nothingElse() {
      return new HttpServlet() {
        private static final long serialVersionUID = 1L;
      };
    }

    @Bean
    SecurityFilterChain chain(HttpSecurity http) {
      return http.oauth2AuthorizationServer(server -> server.oidc(Customizer.withDefaults()))
          .authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
          // Before the provider looks who is there; a client's own credentials pass it by.
          .addFilterAfter(
              new BasicAuthenticationFilter(
                  new ProviderManager(new DaoAuthenticationProvider(people()))),
              SecurityContextHolderFilter.class)
          .build();
    }

    @Bean
    UserDetailsService people() {
      return name -> User.withUsername(name).password("{noop}secret").roles("PERSON").build();
    }

    @Bean
    AuthorizationServerSettings settings() {
      return AuthorizationServerSettings.builder().build();
    }

    @Bean
    RegisteredClientRepository clients() {
      return new InMemoryRegisteredClientRepository(client("http://127.0.0.1/unused"));
    }

    @Bean
    JWKSource<SecurityContext> keys() throws NoSuchAlgorithmException {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      KeyPair pair = generator.generateKeyPair();
      return new ImmutableJWKSet<>(
          new JWKSet(
              new RSAKey.Builder((RSAPublicKey) pair.getPublic())
                  .privateKey((RSAPrivateKey) pair.getPrivate())
                  .keyID("key")
                  .build()));
    }

    @Bean
    JwtDecoder decoder(JWKSource<SecurityContext> keys) {
      return OAuth2AuthorizationServerConfiguration.jwtDecoder(keys);
    }

    @Bean
    OAuth2TokenCustomizer<JwtEncodingContext> claims() {
      return token -> {
        Authentication person = Objects.requireNonNull(token.getPrincipal());
        String name = person.getName();
        token
            .getClaims()
            .claim("preferred_username", name)
            .claim("groups", GROUPS.getOrDefault(name, List.of()));
      };
    }
  }
}
