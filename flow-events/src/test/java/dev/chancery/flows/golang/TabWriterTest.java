package dev.chancery.flows.golang;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TabWriterTest {
  @Test
  void widensAColumnToItsWidestCellAndThePadding() {
    assertThat(layout("a\tbbb\tc\nlonger\tb\tc\n"))
        .isEqualTo("a        bbb   c\nlonger   b     c\n");
  }

  @Test
  void startsANewColumnBelowALineWithFewerCells() {
    assertThat(layout("wide cell\tx\nno cells\na\tx\n"))
        .isEqualTo("wide cell   x\nno cells\na   x\n");
  }

  @Test
  void padsEmptyCellsAndLeavesTheLastOneAlone() {
    assertThat(layout("\t\tx\n\t\t\n")).isEqualTo("      x\n      \n");
  }

  @Test
  void countsCharactersNotBytes() {
    assertThat(layout("é😀\tx\nabc\tx\n")).isEqualTo("é😀    x\nabc   x\n");
  }

  @Test
  void printsNothingForNothing() {
    assertThat(new TabWriter(2, 3).flush()).isEmpty();
  }

  private static String layout(String text) {
    var writer = new TabWriter(2, 3);
    writer.write(text);
    return writer.flush();
  }
}
