package dev.chancery.agent.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("try") // the watch is there, not used
final class ManifestDirectoryIT {
  @TempDir Path dir;
  private final List<Manifests> delivered = new CopyOnWriteArrayList<>();

  @Test
  void deliversEveryKindOfEdit() throws Exception {
    try (var watched = ManifestDirectory.watch(dir, delivered::add)) {
      awaitTexts();
      Files.writeString(dir.resolve("a.yaml"), "one");
      awaitTexts("one");
      Files.writeString(dir.resolve("a.yaml"), "two");
      awaitTexts("two");
      Files.writeString(dir.resolve("a.tmp"), "three");
      Files.move(dir.resolve("a.tmp"), dir.resolve("a.yaml"), StandardCopyOption.ATOMIC_MOVE);
      awaitTexts("three");
      Files.delete(dir.resolve("a.yaml"));
      awaitTexts();
    }
  }

  @Test
  void deliversNoMomentWithoutTheFileWhileItIsReplaced() throws Exception {
    var file = Files.writeString(dir.resolve("a.yaml"), "0");
    // Nobody knows how long a busy machine takes from a deletion to the text that follows it.
    var grace = Duration.ofMinutes(1);
    try (var watched = ManifestDirectory.watch(dir, Optional.empty(), grace, delivered::add)) {
      awaitTexts("0");
      for (var i = 1; i <= 20; i++) {
        Files.delete(file);
        Files.writeString(file, String.valueOf(i));
      }
      awaitTexts("20");
    }
    assertThat(delivered).allMatch(manifests -> manifests.files().size() == 1);
    assertThat(delivered).noneMatch(manifests -> manifests.files().get(0).text().isBlank());
  }

  @Test
  void findsADirectoryThatAppearsLaterAndOneThatIsReplaced() throws Exception {
    var late = dir.resolve("late");
    try (var watched = ManifestDirectory.watch(late, delivered::add)) {
      await().until(() -> !delivered.isEmpty());
      assertThat(last().error()).isPresent();
      Files.createDirectory(late);
      Files.writeString(late.resolve("a.yaml"), "one");
      awaitTexts("one");
      var next = Files.createDirectory(dir.resolve("next"));
      Files.writeString(next.resolve("a.yaml"), "two");
      Files.move(late, dir.resolve("old"));
      Files.move(next, late);
      awaitTexts("two");
    }
  }

  @Test
  void goesOnWhenTheListenerThrows() throws Exception {
    try (var watched =
        ManifestDirectory.watch(
            dir,
            manifests -> {
              delivered.add(manifests);
              throw new IllegalStateException("provoked by a test");
            })) {
      awaitTexts();
      Files.writeString(dir.resolve("a.yaml"), "one");
      awaitTexts("one");
    }
  }

  @Test
  void deliversAgainWhatTheListenerDidNotTakeIn() throws Exception {
    Files.writeString(dir.resolve("a.yaml"), "one");
    try (var watched =
        ManifestDirectory.watch(
            dir,
            manifests -> {
              delivered.add(manifests);
              if (delivered.size() == 1) {
                throw new IllegalStateException("provoked by a test");
              }
            })) {
      await().atMost(Duration.ofSeconds(30)).until(() -> delivered.size() == 2);
    }
    assertThat(delivered.get(1)).isEqualTo(delivered.get(0));
  }

  @Test
  void namesFilesAlikeHoweverTheDirectoryIsSpelt() throws Exception {
    var file = Files.writeString(dir.resolve("a.yaml"), "one");
    var relative = Path.of("").toAbsolutePath().relativize(dir.toAbsolutePath());
    for (var spelling : List.of(relative, dir.resolve("."), dir)) {
      delivered.clear();
      try (var watched = ManifestDirectory.watch(spelling, delivered::add)) {
        awaitTexts("one");
      }
      assertThat(last().files().get(0).path()).isEqualTo(file.toString());
    }
  }

  private void awaitTexts(String... texts) {
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                !delivered.isEmpty()
                    && last().error().isEmpty()
                    && last().files().stream()
                        .map(ManifestFile::text)
                        .toList()
                        .equals(List.of(texts)));
  }

  private Manifests last() {
    return delivered.get(delivered.size() - 1);
  }
}
