package io.holdfast.console.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.console.identity.Caller;
import io.holdfast.console.refusal.Refusal;
import io.holdfast.console.testing.Client;
import io.holdfast.console.testing.Shared;
import io.holdfast.console.testing.Site;
import io.holdfast.schema.Slice;
import io.holdfast.schema.audit.AuditEntry;
import io.holdfast.schema.audit.AuditFilter;
import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Shared.class)
class AuditIT {

  private final Site site;
  private final AuditService audit;
  private final AuditCsv csv;
  private Client member;
  private String foreign;
  private String own;

  AuditIT(Site site) {
    this.site = site;
    this.audit = site.console().bean(AuditService.class);
    this.csv = site.console().bean(AuditCsv.class);
    this.member = site.administrator();
    this.foreign = "";
    this.own = "";
  }

  @BeforeEach
  void make_something_in_two_projects() {
    foreign = site.volume(site.administrator()).path("id").asString();
    member = site.user("member", site.project());
    own = site.volume(member).path("id").asString();
  }

  @Test
  void a_member_cannot_open_an_entry_of_another_project_by_guessing_its_number() {
    AuditEntry entry =
        audit
            .list(site.caller(site.administrator()), ofSubject(foreign), Slice.first(1))
            .getFirst();
    Caller caller = site.caller(member);
    assertThatThrownBy(() -> audit.get(caller, entry.id())).isInstanceOf(Refusal.class);
    long mine = audit.list(caller, ofSubject(own), Slice.first(1)).getFirst().id();
    assertThat(audit.get(caller, mine).subjectId()).isEqualTo(own);
  }

  @Test
  void everything_that_is_asked_for_says_from_where() {
    assertThat(audit.list(site.caller(member), ofSubject(own), Slice.first(1)))
        .extracting(entry -> entry.detail().get("address"))
        .containsExactly("127.0.0.1");
  }

  @Test
  void what_is_exported_is_what_is_filtered_and_may_be_seen() throws IOException {
    StringBuilder members = new StringBuilder();
    csv.write(site.caller(member), AuditFilter.all(), members);
    assertThat(members).contains(own).doesNotContain(foreign).doesNotContain("sign-in");

    StringBuilder filtered = new StringBuilder();
    csv.write(site.caller(site.administrator()), ofSubject(foreign), filtered);
    assertThat(filtered.toString().lines().skip(1))
        .isNotEmpty()
        .allMatch(line -> line.contains(",volume," + foreign + ","));
  }

  private static AuditFilter ofSubject(String id) {
    return AuditFilter.ofSubject("volume", id);
  }
}
