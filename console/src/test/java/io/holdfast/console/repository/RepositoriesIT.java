package io.holdfast.console.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.holdfast.console.identity.Caller;
import io.holdfast.console.refusal.Refusal;
import io.holdfast.console.task.TaskView;
import io.holdfast.console.task.TasksService;
import io.holdfast.console.testing.FakeWorker;
import io.holdfast.console.testing.Shared;
import io.holdfast.console.testing.Site;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Shared.class)
class RepositoriesIT {

  private final Site site;
  private final RepositoriesService repositories;
  private final Caller administrator;

  RepositoriesIT(Site site) {
    this.site = site;
    this.repositories = site.console().bean(RepositoriesService.class);
    this.administrator = site.caller(site.administrator());
  }

  @Test
  void a_repository_that_was_only_tried_out_can_be_removed_once_the_try_has_ended() {
    UUID id = repository(true).id();
    TaskView tried = repositories.verify(administrator, id, 1);
    assertThat(repositories.work(administrator, id).active())
        .extracting(view -> view.task().id())
        .containsExactly(tried.task().id());
    assertThatThrownBy(() -> repositories.remove(administrator, id)).isInstanceOf(Refusal.class);
    assertThat(repositories.work(administrator, id).active()).hasSize(1);

    site.console().bean(TasksService.class).cancel(administrator, tried.task().id());
    repositories.remove(administrator, id);
    assertThat(repositories.names(administrator)).doesNotContainKey(id);
  }

  @Test
  void repositories_without_encryption_are_told_and_members_are_told_nothing() {
    RepositoryView open = repository(false);
    RepositoryView encrypted = repository(true);
    assertThat(repositories.unencrypted(administrator))
        .contains(open.name())
        .doesNotContain(encrypted.name());
    Caller member = site.caller(site.user("member", site.project()));
    assertThatThrownBy(() -> repositories.unencrypted(member)).isInstanceOf(Refusal.class);
    assertThatThrownBy(() -> repositories.names(member)).isInstanceOf(Refusal.class);
    assertThatThrownBy(() -> repositories.work(member, open.id())).isInstanceOf(Refusal.class);
    repositories.remove(administrator, open.id());
  }

  @Test
  void a_place_is_looked_at_by_every_worker_before_it_is_written_down() {
    PlaceTrialService trials = site.console().bean(PlaceTrialService.class);
    try (FakeWorker sees = new FakeWorker(site.console(), Site.name("sees"), 1);
        FakeWorker blind = new FakeWorker(site.console(), Site.name("blind"), 1)) {
      trials.mustBeUsable(administrator, at("/srv/good"));
      assertThat(trials.tryOut(administrator, at("/srv/good")))
          .extracting(PlaceTrial::worker, PlaceTrial::problem, PlaceTrial::freeBytes)
          .contains(tuple(sees.host(), null, 1L << 30), tuple(blind.host(), null, 1L << 30));

      String hidden = "/srv/" + blind.host();
      assertThatThrownBy(() -> trials.mustBeUsable(administrator, at(hidden)))
          .isInstanceOf(Refusal.class)
          .hasMessageContaining("On %s: There is no directory %s.".formatted(blind.host(), hidden))
          .hasMessageNotContaining(sees.host());
      assertThatThrownBy(() -> trials.mustBeUsable(administrator, at("/srv/taken")))
          .isInstanceOf(Refusal.class)
          .hasMessageContaining("A repository lies in /srv/taken already.");

      Caller operator = site.caller(site.user("operator", site.project()));
      assertThatThrownBy(() -> trials.tryOut(operator, at("/srv/good")))
          .isInstanceOf(Refusal.class);
    }
  }

  private static RepositoryRequest at(String location) {
    return new RepositoryRequest("r", null, location, true, null);
  }

  private RepositoryView repository(boolean encrypted) {
    String name = Site.name("repository");
    return repositories.create(
        administrator, new RepositoryRequest(name, null, "/srv/" + name, encrypted, null));
  }
}
