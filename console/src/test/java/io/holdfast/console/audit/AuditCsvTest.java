package io.holdfast.console.audit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AuditCsvTest {

  @Test
  void a_value_with_commas_quotes_or_line_breaks_stays_one_cell() {
    assertThat(AuditCsv.cell("plain")).isEqualTo("plain");
    assertThat(AuditCsv.cell("a, b")).isEqualTo("\"a, b\"");
    assertThat(AuditCsv.cell("say \"no\"")).isEqualTo("\"say \"\"no\"\"\"");
    assertThat(AuditCsv.cell("a\nb")).isEqualTo("\"a\nb\"");
  }

  @Test
  void no_value_is_run_as_a_formula_by_a_spreadsheet() {
    assertThat(AuditCsv.cell("=1+1")).isEqualTo("'=1+1");
    assertThat(AuditCsv.cell("@SUM(A1,A2)")).isEqualTo("\"'@SUM(A1,A2)\"");
    assertThat(AuditCsv.cell("-2")).isEqualTo("'-2");
    assertThat(AuditCsv.cell("")).isEmpty();
  }
}
