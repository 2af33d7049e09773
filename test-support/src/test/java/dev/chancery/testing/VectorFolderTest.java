package dev.chancery.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VectorFolderTest {
  @TempDir Path folder;

  @Test
  void onlyTheUsualFolderMayBeAbsent() throws Exception {
    Path checkout = Files.createDirectory(folder.resolve("checkout"));
    String usual = checkout + "/../shared/vectors";

    assertThat(VectorFolder.find(checkout, usual)).isEmpty();
    assertThatIllegalStateException()
        .isThrownBy(() -> VectorFolder.find(checkout, "TYPO"))
        .withMessage("chancery.vectors: no folder " + checkout.resolve("TYPO"));

    Path present = Files.createDirectories(folder.resolve("shared/vectors"));
    assertThat(VectorFolder.find(checkout, usual)).contains(present);
  }
}
