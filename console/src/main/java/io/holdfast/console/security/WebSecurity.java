package io.holdfast.console.security;

import com.vaadin.flow.spring.security.RequestUtil;
import com.vaadin.flow.spring.security.VaadinSecurityConfigurer;
import io.holdfast.console.identity.SignIn;
import io.holdfast.console.identity.TokensService;
import jakarta.servlet.DispatcherType;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer.AuthorizedUrl;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.header.HeaderWriterFilter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import tools.jackson.databind.json.JsonMapper;

/**
 * The ways in: tokens without a session for the API; a form, or a provider of OpenID Connect, with
 * a session for the pages.
 */
@Configuration(proxyBeanMethods = false)
@EnableWebSecurity
class WebSecurity {

  /**
   * Vaadin starts itself by inline scripts and evaluates its bundle; nothing comes from outside.
   */
  private static final String CONTENT =
      "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self'"
          + " 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; connect-src"
          + " 'self' ws: wss:; object-src 'none'; base-uri 'self'; form-action 'self';"
          + " frame-ancestors 'none'";

  /** Vaadin sends its pages past the moment at which Spring would write headers otherwise. */
  private static final ObjectPostProcessor<HeaderWriterFilter> AT_ONCE =
      new ObjectPostProcessor<>() {
        @Override
        public <F extends HeaderWriterFilter> F postProcess(F filter) {
          filter.setShouldWriteHeadersEagerly(true);
          return filter;
        }
      };

  @Bean
  @Order(1)
  SecurityFilterChain api(HttpSecurity http, TokensService tokens, SignIn signIn, JsonMapper json) {
    ApiProblems problems = new ApiProblems(json);
    // No cookie is looked at, so there is nothing that another site could make a browser send.
    return http.securityMatcher("/api/**", "/healthz")
        .csrf(AbstractHttpConfigurer::disable)
        .sessionManagement(
            sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .requestCache(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .authorizeHttpRequests(requests ->
            requests
                .requestMatchers(
                    HttpMethod.GET,
                    "/healthz",
                    "/api/v1/openapi",
                    "/api/v1/openapi.json",
                    "/api/v1/openapi.yaml")
                .permitAll()
                .anyRequest()
                .authenticated())
        .addFilterBefore(new ApiAuthentication(tokens, signIn, problems), AuthorizationFilter.class)
        .exceptionHandling(
            failures -> failures.authenticationEntryPoint(problems).accessDeniedHandler(problems))
        .headers(headers ->
            headers.contentSecurityPolicy(csp -> csp.policyDirectives("default-src 'none'")))
        .build();
  }

  @Bean
  @Order(2)
  SecurityFilterChain pages(
      HttpSecurity http,
      SignIn signIn,
      RequestUtil vaadinRequests,
      ObjectProvider<ProviderLogin> provider) {
    http.authenticationProvider(new PasswordCheck(signIn))
        .authorizeHttpRequests(requests ->
            requests
                // What failed says so itself; it would else lead to the sign-in.
                .dispatcherTypeMatchers(DispatcherType.ERROR)
                .permitAll()
                .requestMatchers(HttpMethod.GET, "/console.css", "/console/**", "/favicon.ico")
                .permitAll())
        .httpBasic(AbstractHttpConfigurer::disable)
        // Vaadin's own requests carry a token of Vaadin's; its rule would spare the sign-in, too.
        .csrf(csrf -> csrf.ignoringRequestMatchers(vaadinRequests::isFrameworkInternalRequest))
        .with(
            VaadinSecurityConfigurer.vaadin(),
            vaadin ->
                vaadin
                    .loginView("/login")
                    .enableCsrfConfiguration(false)
                    // An address that leads nowhere gets the page that says so.
                    .anyRequest(AuthorizedUrl::authenticated))
        // After Vaadin's, which names the login view: before it, Spring would make a page of its
        // own.
        .formLogin(form -> form.failureHandler(new SignInFailure("error")))
        .headers(headers ->
            headers
                .contentSecurityPolicy(csp -> csp.policyDirectives(CONTENT))
                .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.SAME_ORIGIN))
                .frameOptions(Customizer.withDefaults())
                .addObjectPostProcessor(AT_ONCE));
    provider.ifAvailable(it -> it.add(http));
    return http.build();
  }
}
