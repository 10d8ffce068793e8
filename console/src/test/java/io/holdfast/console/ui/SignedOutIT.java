package io.holdfast.console.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.vaadin.flow.component.textfield.PasswordField;
import io.holdfast.console.security.SignedIn;
import io.holdfast.console.testing.Client;
import io.holdfast.console.testing.Pages;
import io.holdfast.console.testing.Shared;
import io.holdfast.console.testing.Site;
import io.holdfast.schema.identity.Users;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.security.core.Authentication;

/** Whose account changes is signed out at once: open pages do not wait for anybody to click. */
@ExtendWith(Shared.class)
class SignedOutIT {

  private static final Duration SOON = Duration.ofSeconds(30);

  private final Site site;
  private final Client admin;

  SignedOutIT(Site site) {
    this.site = site;
    this.admin = site.administrator();
  }

  @Test
  void who_is_disabled() {
    endsWith(path -> admin.patch(path, Map.of("enabled", false)).mustBe(200));
  }

  @Test
  void who_is_deleted() {
    endsWith(path -> admin.delete(path).mustBe(204));
  }

  @Test
  void who_gets_another_role() {
    endsWith(path -> admin.patch(path, Map.of("role", "operator")).mustBe(200));
  }

  @Test
  void who_gets_another_project() {
    String project = site.project();
    endsWith(path -> admin.patch(path, Map.of("project", project)).mustBe(200));
  }

  @Test
  void who_is_given_a_password() {
    endsWith(
        path -> admin.post(path + "/password", Map.of("password", "another password")).mustBe(204));
  }

  private void endsWith(Consumer<String> change) {
    Client viewer = site.user("viewer", "");
    try (Pages page = Pages.of(site, viewer);
        Pages bystander = Pages.of(site, admin)) {
      page.go("volumes");
      bystander.go("volumes");
      assertThat(page.isReloaded()).isFalse();
      change.accept("/users/" + viewer.get("/whoami").id());
      await().pollInSameThread().atMost(SOON).until(page::isReloaded);
      assertThat(bystander.isReloaded()).isFalse();
    }
  }

  @Test
  void who_changes_the_own_password_everywhere_else() {
    Client viewer = site.user("viewer", "");
    String name = viewer.get("/whoami").body().path("name").asString();
    try (Pages own = Pages.of(site, viewer);
        Pages other = Pages.of(site, viewer)) {
      other.go("volumes");
      own.go("account");
      own.click("change-password");
      own.find(PasswordField.class, "old-password").setValue("password of " + name);
      own.find(PasswordField.class, "password").setValue("another password");
      own.click("confirm");
      await().pollInSameThread().atMost(SOON).until(other::isReloaded);
      assertThat(own.isReloaded()).isFalse();
      assertThat(own.go("volumes")).contains("Volumes");
    }
  }

  @Test
  void who_has_no_page_open_when_they_come_back() {
    Client viewer = site.user("viewer", "");
    UUID id = UUID.fromString(viewer.get("/whoami").id());
    SignedIn signedIn = site.console().bean(SignedIn.class);
    Authentication session =
        SignedIn.as(new Users(site.console().database()).find(id).orElseThrow());
    assertThat(signedIn.holds(session)).isTrue();
    admin.post("/users/" + id + "/password", Map.of("password", "another password")).mustBe(204);
    await().atMost(SOON).until(() -> !signedIn.holds(session));
  }
}
