package io.holdfast.console.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What browsers get of Vaadin. */
class BundleTest {

  private static final Path BUNDLE = Path.of("src/main/bundles/prod.bundle");
  private static final long AT_MOST_BYTES = 500_000;

  @Test
  void nothingCommercialIsInIt() throws IOException {
    JsonNode statistics = JsonMapper.shared().readTree(text("config/stats.json"));

    assertThat(statistics.path("cvdlModules").propertyNames()).isEmpty();
    assertThat(statistics.path("npmModules").propertyNames())
        .doesNotContain(
            "@vaadin/board",
            "@vaadin/charts",
            "@vaadin/crud",
            "@vaadin/dashboard",
            "@vaadin/grid-pro",
            "@vaadin/map",
            "@vaadin/rich-text-editor");
  }

  @Test
  void allOfItIsHalfAMegabyteCompressed() throws IOException {
    try (ZipFile bundle = new ZipFile(BUNDLE.toFile())) {
      List<? extends ZipEntry> compressed =
          bundle.stream().filter(entry -> entry.getName().endsWith(".br")).toList();

      assertThat(compressed).isNotEmpty();
      assertThat(compressed.stream().mapToLong(ZipEntry::getSize).sum()).isLessThan(AT_MOST_BYTES);
    }
  }

  @Test
  void saysNothingOfTheMachineThatMadeIt() throws IOException {
    assertThat(text("config/stats.json")).doesNotContain("/tmp/", "/home/", "/root/", "/work/");
  }

  private static String text(String name) throws IOException {
    try (ZipFile bundle = new ZipFile(BUNDLE.toFile());
        InputStream in = bundle.getInputStream(bundle.getEntry(name))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
