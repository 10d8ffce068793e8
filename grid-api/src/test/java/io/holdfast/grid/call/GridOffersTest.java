package io.holdfast.grid.call;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class GridOffersTest {

  /** Knows one request. */
  public interface Greeting {
    String greet(String name);
  }

  private final GridOffers offers =
      GridOffers.none().with(Greeting.class, name -> "Good morning, " + name);

  @Test
  void answers_what_it_offers() {
    GridReply reply = offers.answer("Greeting", "greet", new Object[] {"Ada"});
    assertThat(reply.failure()).isNull();
    assertThat(reply.value()).isEqualTo("Good morning, Ada");
  }

  @Test
  void refuses_an_unknown_request_in_words() {
    GridReply reply = offers.answer("Greeting", "insult", new Object[] {"Ada"});
    assertThat(reply.failure()).isEqualTo(FailureKind.UNSUPPORTED);
    assertThat(reply.message()).contains("does not know the Greeting request 'insult'");
  }

  @Test
  void refuses_methods_that_are_no_part_of_the_contract() {
    assertThat(offers.answer("Greeting", "getClass", new Object[0]).failure())
        .isEqualTo(FailureKind.UNSUPPORTED);
    assertThat(offers.answer("Greeting", "hashCode", new Object[0]).failure())
        .isEqualTo(FailureKind.UNSUPPORTED);
  }

  @Test
  void refuses_arguments_of_another_version() {
    assertThat(offers.answer("Greeting", "greet", new Object[] {1}).failure())
        .isEqualTo(FailureKind.UNSUPPORTED);
    assertThat(offers.answer("Greeting", "greet", new Object[] {"Ada", 1}).failure())
        .isEqualTo(FailureKind.UNSUPPORTED);
  }
}
