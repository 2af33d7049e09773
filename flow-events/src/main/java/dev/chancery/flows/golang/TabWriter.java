package dev.chancery.flows.golang;

import java.util.ArrayList;
import java.util.List;

/**
 * Columns that fit their cells, as Go's {@code text/tabwriter} lays them out.
 *
 * <p>A tab ends a cell, a line break ends a line; what follows the last tab of a line is in no
 * column. A column is a run of consecutive lines that have a cell there: its width is that of its
 * widest cell, plus the padding. So a line with fewer cells ends the column, and the lines below it
 * are laid out anew.
 */
public final class TabWriter {
  private final int minimumWidth;
  private final int padding;
  private final List<List<String>> lines = new ArrayList<>(List.of(new ArrayList<>()));
  private final StringBuilder cell = new StringBuilder();

  /** Widths are counted in characters (code points). */
  public TabWriter(int minimumWidth, int padding) {
    this.minimumWidth = minimumWidth;
    this.padding = padding;
  }

  public void write(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\t', '\u000b' -> endCell();
        case '\n', '\f' -> {
          endCell();
          lines.add(new ArrayList<>());
        }
        default -> cell.append(c);
      }
    }
  }

  /** The text laid out; the writer is empty afterwards. */
  public String flush() {
    endCell();
    var widths = new ArrayList<int[]>();
    lines.forEach(line -> widths.add(new int[line.size() - 1]));
    for (int first = 0; first < lines.size(); first++) {
      for (int column = 0; column < widths.get(first).length; column++) {
        if (widths.get(first)[column] == 0) {
          setWidth(widths, first, column);
        }
      }
    }
    String text = render(widths);
    lines.clear();
    lines.add(new ArrayList<>());
    return text;
  }

  private void endCell() {
    lines.get(lines.size() - 1).add(cell.toString());
    cell.setLength(0);
  }

  /** Sets the width of the column that starts at line {@code first}, in all its lines. */
  private void setWidth(List<int[]> widths, int first, int column) {
    int width = minimumWidth;
    int end = first;
    for (; end < lines.size() && column < widths.get(end).length; end++) {
      width = Math.max(width, length(lines.get(end).get(column)) + padding);
    }
    for (int line = first; line < end; line++) {
      widths.get(line)[column] = width;
    }
  }

  private String render(List<int[]> widths) {
    var out = new StringBuilder();
    for (int line = 0; line < lines.size(); line++) {
      List<String> cells = lines.get(line);
      for (int column = 0; column < cells.size(); column++) {
        out.append(cells.get(column));
        if (column < widths.get(line).length) {
          out.append(" ".repeat(widths.get(line)[column] - length(cells.get(column))));
        }
      }
      if (line + 1 < lines.size()) {
        out.append('\n');
      }
    }
    return out.toString();
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }
}
