package io.holdfast.console.identity;

import io.holdfast.console.refusal.Input;
import io.holdfast.schema.identity.Users;
import org.jooq.DSLContext;
import org.springframework.stereotype.Component;

/** Makes the user by whom all others are made. */
@Component
public class FirstAdministrator {

  private final Users users;
  private final Passwords passwords;

  FirstAdministrator(DSLContext database, Passwords passwords) {
    this.users = new Users(database);
    this.passwords = passwords;
  }

  /** Makes the administrator if there is no user at all. False: there is one. */
  public boolean create(String name, String password) {
    // Asked first, since hashing takes a while and this is part of each start.
    return users.list().isEmpty()
        && users
            .createFirst(Input.name(name, "administrator's name"), passwords.hash(password))
            .isPresent();
  }
}
