package io.holdfast.console.start;

import io.holdfast.console.database.DataDirectory;
import io.holdfast.console.identity.FirstAdministrator;
import io.holdfast.console.identity.Secrets;
import io.holdfast.schema.repository.NewRepository;
import io.holdfast.schema.repository.Repositories;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jooq.DSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.stereotype.Component;

/** Gives an empty database its first administrator and its first repository. */
@Component
class FirstStart implements InitializingBean {

  private static final Logger log = LoggerFactory.getLogger(FirstStart.class);
  private static final String REPOSITORY = "default";

  private final DSLContext database;
  private final FirstAdministrator administrator;
  private final AdministratorSettings settings;
  private final DataDirectory data;

  FirstStart(
      DSLContext database,
      FirstAdministrator administrator,
      AdministratorSettings settings,
      DataDirectory data) {
    this.database = database;
    this.administrator = administrator;
    this.settings = settings;
    this.data = data;
  }

  @Override
  public void afterPropertiesSet() {
    createAdministrator();
    createRepository();
  }

  private void createAdministrator() {
    String given = settings.password();
    boolean random = given == null || given.isBlank();
    String password = given == null || given.isBlank() ? Secrets.readable() : given;
    if (administrator.create(settings.name(), password)) {
      log.info("Made the first administrator name={}", settings.name());
      if (random) {
        // Not through the log, which is kept.
        System.out.printf(
            "The first administrator is '%s' with the password %s (said only now).%n",
            settings.name(), password);
      }
    }
  }

  private void createRepository() {
    Repositories repositories = new Repositories(database);
    if (!repositories.list().isEmpty()) {
      return;
    }
    Path location = data.resolve("repository");
    try {
      Files.createDirectories(location);
      // The row comes last: whoever has it has the file.
      String passphrase = data.secret("repository-passphrase");
      var made =
          repositories.create(
              new NewRepository(
                  REPOSITORY, "posix", location.toString(), Map.of(), true, passphrase));
      if (made.isPresent()) {
        log.info(
            "Made the repository '{}' in {}. Its passphrase is in {}: keep a copy in a safe place,"
                + " since no backup can be read without it.",
            REPOSITORY,
            location,
            data.resolve("secrets/repository-passphrase"));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot make the first repository in " + location, e);
    }
  }
}
