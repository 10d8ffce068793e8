package io.holdfast.console.refusal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class InputTest {

  @Test
  void a_name_is_stripped_and_may_be_long_in_characters_that_take_two_code_units() {
    assertThat(Input.name("  left and right ", "name")).isEqualTo("left and right");
    assertThat(Input.name("\uD83D\uDCBE".repeat(255), "name")).hasSize(510);
  }

  @Test
  void markup_is_only_text() {
    assertThat(Input.name("<script>alert(1)</script>", "name"))
        .isEqualTo("<script>alert(1)</script>");
  }

  @Test
  void a_name_of_ten_thousand_characters_is_refused_with_its_length() {
    refuses(() -> Input.name("x".repeat(10_000), "name"), "too-long", "10000");
  }

  @Test
  void control_characters_are_refused() {
    refuses(() -> Input.name("a\nb", "name"), "control-characters", "control");
    refuses(() -> Input.name("a\u0000b", "name"), "control-characters", "control");
    refuses(() -> Input.description("a\u0007b"), "control-characters", "control");
    assertThat(Input.description("two\nlines")).isEqualTo("two\nlines");
  }

  @Test
  void a_name_that_must_be_there_is_not_blank() {
    refuses(() -> Input.name("   ", "name"), "name-missing", "missing");
    refuses(() -> Input.name(null, "name"), "name-missing", "missing");
    assertThat(Input.optionalName(null, "name")).isEmpty();
  }

  @Test
  void sizes_are_positive_multiples_of_512() {
    assertThat(Input.volumeSize(512L)).isEqualTo(512);
    for (Long wrong : new Long[] {0L, -1L, -512L, 511L, 513L, Long.MIN_VALUE}) {
      refuses(() -> Input.volumeSize(wrong), "size-invalid", wrong.toString());
    }
    refuses(() -> Input.volumeSize(Long.MAX_VALUE / 512 * 512), "size-too-large", "1 PiB");
    refuses(() -> Input.volumeSize(null), "size-missing", "missing");
  }

  @Test
  void metadata_is_bounded() {
    Map<String, String> many =
        IntStream.range(0, 65).boxed().collect(Collectors.toMap(i -> "k" + i, i -> "v"));
    refuses(() -> Input.metadata(many), "too-much-metadata", "65");
    refuses(() -> Input.metadata(Map.of("", "v")), "name-missing", "metadata");
    refuses(() -> Input.metadata(Map.of("k", "v".repeat(256))), "too-long", "'k'");
  }

  private static void refuses(ThrowingCallable input, String code, String said) {
    assertThatThrownBy(input)
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> {
              assertThat(refusal.code()).isEqualTo(code);
              assertThat(refusal.detail()).contains(said);
              assertThat(refusal.next()).isNotBlank();
            });
  }
}
