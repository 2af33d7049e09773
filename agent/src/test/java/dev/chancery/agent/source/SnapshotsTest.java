package dev.chancery.agent.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SnapshotsTest {
  private static final Duration GRACE = Duration.ofSeconds(1);
  @TempDir Path dir;

  @Test
  void readsManifestsAlone() throws Exception {
    write("b.yaml", "b");
    write("a.yml", "a");
    write("c.json", "{}");
    write(".hidden.yaml", "x");
    write("b.yaml~", "x");
    write("README.md", "x");
    Files.createDirectory(dir.resolve("d.yaml"));
    assertThat(ManifestDirectory.read(dir).files())
        .extracting(ManifestFile::text)
        .containsExactly("a", "b", "{}");
  }

  @Test
  void seesAChangeOfTheSameLengthAtTheSameTime() throws Exception {
    var file = write("a.yaml", "one");
    var time = Files.getLastModifiedTime(file);
    var snapshots = new Snapshots(dir, dir, GRACE);
    assertThat(text(snapshots, 0)).isEqualTo("one");
    write("a.yaml", "two");
    Files.setLastModifiedTime(file, time);
    assertThat(text(snapshots, 0)).isEqualTo("two");
  }

  @Test
  void keepsWhatGoesForAMoment() throws Exception {
    var file = write("a.yaml", "one");
    var snapshots = new Snapshots(dir, dir, GRACE);
    assertThat(text(snapshots, 0)).isEqualTo("one");
    Files.delete(file);
    assertThat(text(snapshots, 0)).isEqualTo("one");
    assertThat(snapshots.isSettling()).isTrue();
    write("a.yaml", "");
    assertThat(text(snapshots, GRACE.toNanos() - 1)).isEqualTo("one");
    write("a.yaml", "two");
    assertThat(text(snapshots, GRACE.toNanos())).isEqualTo("two");
    assertThat(snapshots.isSettling()).isFalse();
    write("a.yaml", "\n");
    assertThat(text(snapshots, GRACE.toNanos())).isEqualTo("two");
    assertThat(text(snapshots, 2 * GRACE.toNanos())).isEqualTo("\n");
    assertThat(snapshots.isSettling()).isFalse();
  }

  @Test
  void keepsWhatIsCutShortForAMoment() throws Exception {
    write("a.yaml", "one\n---\ntwo\n");
    var snapshots = new Snapshots(dir, dir, GRACE);
    assertThat(text(snapshots, 0)).isEqualTo("one\n---\ntwo\n");
    write("a.yaml", "one\n");
    assertThat(text(snapshots, 1)).isEqualTo("one\n---\ntwo\n");
    assertThat(snapshots.isSettling()).isTrue();
    write("a.yaml", "one\n---\nt");
    assertThat(text(snapshots, GRACE.toNanos())).isEqualTo("one\n---\ntwo\n");
    assertThat(text(snapshots, 1 + GRACE.toNanos())).isEqualTo("one\n---\nt");
    assertThat(snapshots.isSettling()).isFalse();
    write("a.yaml", "one\n---\nthree\n");
    assertThat(text(snapshots, 2 + GRACE.toNanos())).isEqualTo("one\n---\nthree\n");
  }

  @Test
  void takesInAtOnceATextThatBeginsOtherwise() throws Exception {
    write("a.yaml", "one\n---\ntwo\n");
    var snapshots = new Snapshots(dir, dir, GRACE);
    snapshots.take(0);
    write("a.yaml", "two\n");
    assertThat(text(snapshots, 1)).isEqualTo("two\n");
    assertThat(snapshots.isSettling()).isFalse();
  }

  @Test
  void letsGoOfWhatStaysAway() throws Exception {
    var file = write("a.yaml", "one");
    var snapshots = new Snapshots(dir, dir, GRACE);
    snapshots.take(0);
    Files.delete(file);
    assertThat(snapshots.take(1).files()).hasSize(1);
    assertThat(snapshots.take(1 + GRACE.toNanos()).files()).isEmpty();
    assertThat(snapshots.isSettling()).isFalse();
  }

  @Test
  void keepsTheLastTextOfWhatCannotBeRead() throws Exception {
    var file = write("a.yaml", "one");
    var snapshots = new Snapshots(dir, dir, GRACE);
    snapshots.take(0);
    try (var big = new RandomAccessFile(file.toFile(), "rw")) {
      big.setLength(Snapshots.MAX_BYTES + 1);
    }
    var read = snapshots.take(1).files().get(0);
    assertThat(read.text()).isEqualTo("one");
    assertThat(read.error()).hasValueSatisfying(reason -> assertThat(reason).contains("at most"));
    Files.write(file, new byte[] {(byte) 0xff});
    assertThat(snapshots.take(2).files().get(0).error())
        .hasValueSatisfying(reason -> assertThat(reason).contains("not UTF-8"));
    write("a.yaml", "two");
    assertThat(snapshots.take(3).files())
        .containsExactly(ManifestFile.read(file.toString(), "two"));
  }

  @Test
  void linkThatLeadsNowhereIsAFileThatHasGone() throws Exception {
    var target = Files.writeString(dir.resolve("target"), "one");
    Files.createSymbolicLink(dir.resolve("a.yaml"), target);
    var snapshots = new Snapshots(dir, dir, GRACE);
    assertThat(text(snapshots, 0)).isEqualTo("one");
    Files.delete(target);
    assertThat(text(snapshots, 1)).isEqualTo("one");
    assertThat(snapshots.take(1 + GRACE.toNanos()).files()).isEmpty();
  }

  @Test
  void doesNotWaitForAPipe() throws Exception {
    assertThat(new ProcessBuilder("mkfifo", dir.resolve("a.yaml").toString()).start().waitFor())
        .isZero();
    assertThat(ManifestDirectory.read(dir).files())
        .singleElement()
        .satisfies(file -> assertThat(file.error()).contains("cannot be read: not a regular file"));
  }

  @Test
  void keepsEverythingWhileTheDirectoryIsAway() throws Exception {
    var inner = Files.createDirectory(dir.resolve("m"));
    Files.writeString(inner.resolve("a.yaml"), "one");
    var snapshots = new Snapshots(inner, inner, GRACE);
    snapshots.take(0);
    Files.move(inner, dir.resolve("elsewhere"));
    var away = snapshots.take(10 * GRACE.toNanos());
    assertThat(away.error()).isPresent();
    assertThat(away.files()).extracting(ManifestFile::text).containsExactly("one");
  }

  @Test
  void followsTheSwappedLinkOfAConfigMap() throws Exception {
    Files.createDirectory(dir.resolve("..v1"));
    Files.createDirectory(dir.resolve("..v2"));
    Files.writeString(dir.resolve("..v1/a.yaml"), "one");
    Files.writeString(dir.resolve("..v2/a.yaml"), "two");
    Files.createSymbolicLink(dir.resolve("..data"), Path.of("..v1"));
    Files.createSymbolicLink(dir.resolve("a.yaml"), Path.of("..data/a.yaml"));
    var snapshots = new Snapshots(dir, dir, GRACE);
    assertThat(text(snapshots, 0)).isEqualTo("one");
    Files.createSymbolicLink(dir.resolve("..data_tmp"), Path.of("..v2"));
    Files.move(
        dir.resolve("..data_tmp"),
        dir.resolve("..data"),
        java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    assertThat(text(snapshots, 0)).isEqualTo("two");
  }

  private Path write(String name, String text) throws Exception {
    return Files.writeString(dir.resolve(name), text);
  }

  private static String text(Snapshots snapshots, long now) {
    return snapshots.take(now).files().get(0).text();
  }
}
