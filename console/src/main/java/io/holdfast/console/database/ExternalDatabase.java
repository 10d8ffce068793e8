package io.holdfast.console.database;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The database that the console was told of. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty("spring.datasource.url")
class ExternalDatabase {

  @Bean
  DatabaseUrl databaseUrl(JdbcConnectionDetails details) {
    String url = details.getJdbcUrl();
    String user = details.getUsername();
    if (user == null || user.isEmpty() || url.contains("user=")) {
      return new DatabaseUrl(url);
    }
    String password = details.getPassword();
    return new DatabaseUrl(
        url
            + (url.contains("?") ? "&" : "?")
            + "user="
            + encoded(user)
            + (password == null ? "" : "&password=" + encoded(password)));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
