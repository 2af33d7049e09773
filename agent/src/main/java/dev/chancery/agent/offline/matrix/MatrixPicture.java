package dev.chancery.agent.offline.matrix;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A {@link Matrix} as SVG: a row for each client, a column for each server, a cell for what passes.
 * A word in each cell says what its colour says; the full text is its tooltip. Colours follow the
 * reader's light or dark scheme.
 */
public final class MatrixPicture {
  private static final int ROW_HEAD = 190;
  private static final int COLUMN_HEAD = 48;
  private static final int WIDTH = 138;
  private static final int HEIGHT = 62;
  private static final int LEGEND = 56;
  private static final int MARGIN = 14;
  private static final int MAX_PORTS = 2;
  private static final int MAX_LETTERS = 21;

  private static final String STYLE =
      """
      <style>
        .paper { fill: #ffffff; } text { fill: #1c2430; font: 12px system-ui, sans-serif; }
        .head { font-weight: 600; } .small { font-size: 11px; }
        .allowed { fill: #c9ecd2; stroke: #2c7a45; } .filtered { fill: #d3e3fb; stroke: #2b5fb3; }
        .denied { fill: #f8d7d4; stroke: #b3392f; } .none { fill: #eceff3; stroke: #c4cad3; }
        @media (prefers-color-scheme: dark) {
          .paper { fill: #12161c; } text { fill: #e6eaf0; }
          .allowed { fill: #1d4a2c; stroke: #58b778; } .filtered { fill: #1f3a66; stroke: #6fa0ee; }
          .denied { fill: #5a211d; stroke: #e0766c; } .none { fill: #1c222b; stroke: #3b4450; }
        }
      </style>
      """;

  private final Matrix matrix;
  private final StringBuilder svg = new StringBuilder();

  private MatrixPicture(Matrix matrix) {
    this.matrix = matrix;
  }

  /** The document. */
  public static String of(Matrix matrix) {
    return new MatrixPicture(matrix).draw();
  }

  private String draw() {
    int width = Math.max(2 * MARGIN + ROW_HEAD + matrix.servers().size() * WIDTH, MARGIN + 4 * 170);
    int height = 2 * MARGIN + COLUMN_HEAD + matrix.clients().size() * HEIGHT + LEGEND;
    svg.append(
        """
        <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="%2$d" viewBox="0 0 %1$d %2$d" \
        role="img" aria-labelledby="title desc">
        <title id="title">Who can reach whom</title>
        <desc id="desc">%3$s</desc>
        """
            .formatted(width, height, escape(description())));
    svg.append(STYLE);
    svg.append("<rect class=\"paper\" width=\"%d\" height=\"%d\"/>\n".formatted(width, height));
    text(MARGIN, MARGIN + COLUMN_HEAD - 12, "head", "from ↓   to →");
    for (int column = 0; column < matrix.servers().size(); column++) {
      columnHead(column, matrix.servers().get(column));
    }
    for (int row = 0; row < matrix.clients().size(); row++) {
      row(row, matrix.clients().get(row));
    }
    legend(height - LEGEND + 10);
    return svg.append("</svg>\n").toString();
  }

  /** All that the picture shows, in words. */
  private String description() {
    return matrix.cells().stream().map(MatrixPicture::sentence).collect(Collectors.joining(" "));
  }

  private static String sentence(Cell cell) {
    String what =
        cell.openings().stream()
            .map(o -> o.ports() + (o.isFiltered() ? " if " + String.join(" or ", o.rules()) : ""))
            .collect(Collectors.joining(", "));
    return cell.from().name()
        + " to "
        + cell.to().name()
        + ": "
        + cell.kind().text()
        + (what.isEmpty() ? "" : " on " + what)
        + ".";
  }

  private void columnHead(int column, Party party) {
    int x = x(column) + WIDTH / 2;
    List<String> lines = lines(party.name());
    for (int i = 0; i < lines.size(); i++) {
      int y = MARGIN + COLUMN_HEAD - 12 - (lines.size() - 1 - i) * 15;
      middle(x, y, i == lines.size() - 1 ? "head" : "small", lines.get(i), party.name());
    }
  }

  private void row(int row, Party client) {
    int y = y(row);
    List<String> lines = lines(client.name());
    for (int i = 0; i < lines.size(); i++) {
      int offset = HEIGHT / 2 + 4 - (lines.size() - 1) * 8 + i * 15;
      text(MARGIN, y + offset, i == lines.size() - 1 ? "head" : "small", lines.get(i));
    }
    for (int column = 0; column < matrix.servers().size(); column++) {
      Party server = matrix.servers().get(column);
      Optional<Cell> cell =
          matrix.cells().stream()
              .filter(c -> c.from().equals(client) && c.to().equals(server))
              .findFirst();
      if (cell.isPresent()) {
        cell(x(column), y, cell.get());
      } else {
        box(x(column), y, "none", "");
      }
    }
  }

  private void cell(int x, int y, Cell cell) {
    box(x, y, cell.kind().text(), sentence(cell));
    int middle = x + (WIDTH - 6) / 2;
    middle(middle, y + 18, "head", word(cell.kind()), sentence(cell));
    List<Opening> shown = cell.openings().stream().limit(MAX_PORTS).toList();
    for (int i = 0; i < shown.size(); i++) {
      String more =
          i == MAX_PORTS - 1 && cell.openings().size() > MAX_PORTS
              ? " +" + (cell.openings().size() - MAX_PORTS)
              : "";
      String ports = shown.get(i).ports().isEverything() ? "every port" : "" + shown.get(i).ports();
      String l7 = shown.get(i).isFiltered() ? " · L7" : "";
      middle(middle, y + 34 + i * 14, "small", ports + l7 + more, sentence(cell));
    }
  }

  private void box(int x, int y, String kind, String tooltip) {
    svg.append(
        "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"5\">%s</rect>\n"
            .formatted(kind, x, y, WIDTH - 6, HEIGHT - 6, title(tooltip)));
  }

  private static String word(Cell.Kind kind) {
    return switch (kind) {
      case ALLOWED -> "✓ allowed";
      case FILTERED -> "◐ filtered";
      case DENIED -> "✕ denied";
    };
  }

  private void legend(int y) {
    int x = MARGIN;
    for (Cell.Kind kind : Cell.Kind.values()) {
      svg.append(
          "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"16\" height=\"16\" rx=\"3\"/>\n"
              .formatted(kind.text(), x, y));
      text(x + 22, y + 12, "small", word(kind) + meaning(kind));
      x += kind == Cell.Kind.FILTERED ? 230 : 170;
    }
  }

  private static String meaning(Cell.Kind kind) {
    return switch (kind) {
      case ALLOWED -> " on these ports";
      case FILTERED -> ": requests are judged (L7)";
      case DENIED -> ": nothing passes";
    };
  }

  private static int x(int column) {
    return MARGIN + ROW_HEAD + column * WIDTH;
  }

  private static int y(int row) {
    return MARGIN + COLUMN_HEAD + row * HEIGHT;
  }

  /** Namespace above, name below; the tooltip has what does not fit. */
  private static List<String> lines(String name) {
    int slash = name.indexOf('/');
    return slash < 0
        ? List.of(shortened(name))
        : List.of(shortened(name.substring(0, slash)), shortened(name.substring(slash + 1)));
  }

  private static String shortened(String name) {
    return name.length() <= MAX_LETTERS ? name : name.substring(0, MAX_LETTERS - 1) + "…";
  }

  private void text(int x, int y, String kind, String text) {
    svg.append(
        "<text class=\"%s\" x=\"%d\" y=\"%d\">%s</text>\n".formatted(kind, x, y, escape(text)));
  }

  private void middle(int x, int y, String kind, String text, String tooltip) {
    svg.append(
        "<text class=\"%s\" x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s%s</text>\n"
            .formatted(kind, x, y, title(tooltip), escape(text)));
  }

  private static String title(String tooltip) {
    return tooltip.isEmpty() ? "" : "<title>" + escape(tooltip) + "</title>";
  }

  /** Names and rules come from users; what XML has no place for is left out. */
  private static String escape(String text) {
    return text.replaceAll("[\\p{Cntrl}\\x{FFFE}\\x{FFFF}\\x{D800}-\\x{DFFF}]", "?")
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
