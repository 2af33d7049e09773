package dev.chancery.agent.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chancery.agent.state.StateFile.Loaded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StateFileTest {
  record State(Map<String, Integer> identities, List<String> policies) {}

  private static final State STATE = new State(Map.of("a", 1), List.of("é\n---"));

  @TempDir Path dir;
  private Path file;
  private StateFile<State> state;

  @BeforeEach
  void inAFreshFolder() {
    file = dir.resolve("state.json");
    state = new StateFile<>(file, 1, State.class);
  }

  @Test
  void givesBackWhatWasSaved() throws Exception {
    assertThat(state.load()).isEqualTo(new Loaded.Missing<>());
    state.save(STATE);
    assertThat(state.load()).isEqualTo(new Loaded.Found<>(STATE));
    var next = new State(Map.of(), List.of());
    state.save(next);
    assertThat(state.load()).isEqualTo(new Loaded.Found<>(next));
    assertThat(dir.toFile().list()).containsExactly("state.json");
  }

  @Test
  void isForItsUserAlone() throws Exception {
    state.save(STATE);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void noPieceOfAFileIsTakenForAState() throws Exception {
    state.save(STATE);
    var whole = Files.readAllBytes(file);
    for (var length = 0; length < whole.length; length++) {
      Files.write(file, java.util.Arrays.copyOf(whole, length));
      assertThat(state.load()).as("%d bytes", length).isInstanceOf(Loaded.Unusable.class);
    }
  }

  @Test
  void noChangedByteGoesUnseen() throws Exception {
    state.save(STATE);
    var whole = Files.readAllBytes(file);
    for (var i = 0; i < whole.length; i++) {
      var changed = whole.clone();
      changed[i] ^= 0x41;
      Files.write(file, changed);
      assertThat(state.load()).as("byte %d", i).isInstanceOf(Loaded.Unusable.class);
    }
  }

  @Test
  void movesWhatItCannotUseAside() throws Exception {
    Files.writeString(file, "{}");
    var loaded = (Loaded.Unusable<State>) state.load();
    assertThat(loaded.movedTo()).contains(dir.resolve("state.json.bad"));
    assertThat(dir.resolve("state.json.bad")).hasContent("{}");
    assertThat(state.load()).isEqualTo(new Loaded.Missing<>());
  }

  @Test
  void doesNotUseAnotherVersionOrShape() throws Exception {
    new StateFile<>(file, 2, State.class).save(STATE);
    assertThat(((Loaded.Unusable<State>) state.load()).reason()).contains("another version");
    new StateFile<>(file, 1, String.class).save("SECRET");
    assertThat(((Loaded.Unusable<State>) state.load()).reason())
        .contains("does not fit")
        .doesNotContain("SECRET");
    new StateFile<>(file, 1, Map.class).save(Map.of("identities", Map.of(), "more", 1));
    assertThat(state.load()).isInstanceOf(Loaded.Unusable.class);
  }

  @Test
  void keepsTheOldValueWhereTheNewOneCannotBeWritten() throws Exception {
    state.save(STATE);
    Files.createDirectories(dir.resolve("state.json.new/full"));
    assertThatThrownBy(() -> state.save(new State(Map.of(), List.of())))
        .isInstanceOf(IOException.class);
    assertThat(state.load()).isEqualTo(new Loaded.Found<>(STATE));
  }

  @Test
  void survivesAPathThatIsAFolder() throws Exception {
    Files.createDirectories(file.resolve("inner"));
    assertThat(state.load()).isInstanceOf(Loaded.Unusable.class);
  }
}
