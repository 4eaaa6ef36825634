package io.freehold.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TableTest {
  @Test
  void columns_are_as_wide_as_their_widest_cell_and_lines_end_without_blanks() {
    Table table = new Table("NAME", "STATE").row("a", "Synced").row("  longer", "");
    assertThat(table.lines()).containsExactly("NAME       STATE", "a          Synced", "  longer");
  }

  @Test
  void a_message_of_several_lines_is_one_cell() {
    Table table = new Table("NAME", "PROBLEM").row("a", "Error:\n  line 1\r\n  line 2\n");
    assertThat(table.lines()).containsExactly("NAME   PROBLEM", "a      Error: line 1 line 2");
  }
}
