package io.freehold.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScreenTest {
  private final StringWriter out = new StringWriter();

  @Test
  void on_a_terminal_the_last_text_is_drawn_over() {
    var screen = new Screen(new PrintWriter(out), true);
    screen.show(List.of("a", "b"));
    screen.show(List.of("a", "c"));

    assertThat(out.toString()).contains("\u001b[2A\u001b[J").endsWith("a\nc\n\u001b[?7h");
  }

  @Test
  void elsewhere_only_new_lines_are_printed_and_no_control_characters() {
    var screen = new Screen(new PrintWriter(out), false);
    screen.show(List.of("a", "b"));
    screen.show(List.of("a", "b"));
    screen.show(List.of("a", "c"));

    assertThat(out.toString()).isEqualTo("a\nb\nc\n");
  }

  @Test
  void tables_are_aligned_without_trailing_blanks() {
    var table = new Table("NAME", "STATE").row("a-long-name", "fresh").row("b", "");

    assertThat(table.lines()).containsExactly("NAME          STATE", "a-long-name   fresh", "b");
  }
}
