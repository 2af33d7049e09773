package dev.chancery.agent.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SecretFolderTest {
  @TempDir Path folder;

  @Test
  void readsAFileAValue() throws IOException {
    write("shop/tls/tls.crt", "certificate\n");
    write("shop/tls/tls.key", PlantedSecret.VALUE);
    write("other/token/value", "");

    assertThat(read().secrets())
        .containsExactly(
            good("other", "token", Map.of("value", "")),
            good(
                "shop", "tls", Map.of("tls.crt", "certificate\n", "tls.key", PlantedSecret.VALUE)));
    assertThat(read().toString()).doesNotMatch(PlantedSecret::isIn);
  }

  @Test
  void readsAllKeysOfAMountBehindOneLink() throws IOException {
    write("shop/tls/..1/tls.crt", "old");
    write("shop/tls/..2/tls.crt", "new");
    Path mount = folder.resolve("shop/tls");
    Files.createSymbolicLink(mount.resolve("..data"), Path.of("..2"));
    Files.createSymbolicLink(mount.resolve("tls.crt"), Path.of("..1/tls.crt"));

    assertThat(read().secrets()).containsExactly(good("shop", "tls", Map.of("tls.crt", "new")));
  }

  @Test
  void secretWithAFileThatCannotBeReadIsBrokenAndItsNeighbourIsNot() throws IOException {
    write("shop/a/key", PlantedSecret.VALUE);
    Files.createSymbolicLink(folder.resolve("shop/a/lost"), Path.of("nowhere"));
    write("shop/b/key", "b");

    List<MountedSecrets.Mounted> secrets = read().secrets();
    assertThat(secrets.get(0)).isInstanceOf(MountedSecrets.Mounted.Broken.class);
    assertThat(((MountedSecrets.Mounted.Broken) secrets.get(0)).reason()).startsWith("lost: ");
    assertThat(secrets.get(1)).isEqualTo(good("shop", "b", Map.of("key", "b")));
  }

  @Test
  void secretThatIsTooLargeIsBroken() throws IOException {
    write("shop/a/one", "x".repeat(SecretFolder.MAX_BYTES));
    assertThat(read().secrets()).hasOnlyElementsOfType(MountedSecrets.Mounted.Good.class);

    write("shop/a/two", "x");
    assertThat(read().secrets()).hasOnlyElementsOfType(MountedSecrets.Mounted.Broken.class);
  }

  @Test
  void folderThatIsNotThereSaysSo() {
    MountedSecrets none = new SecretFolder(folder.resolve("missing")).read();

    assertThat(none.secrets()).isEmpty();
    assertThat(none.error()).hasValueSatisfying(e -> assertThat(e).contains("NoSuchFile"));
  }

  @Test
  void otherFilesAreLeftAlone() throws IOException {
    write("README", "x");
    write("shop/README", "x");
    write(".git/config/x", "x");

    assertThat(read()).isEqualTo(new MountedSecrets(folder.toString(), List.of(), read().error()));
    assertThat(read().error()).isEmpty();
  }

  @Test
  void dataIsACopyInBothDirections() {
    byte[] value = {1};
    var data = new SecretData(Map.of("a", value));
    value[0] = 2;
    data.values().values().forEach(copy -> copy[0] = 3);

    assertThat(data.values().get("a")).containsExactly(1);
    assertThat(data).isEqualTo(new SecretData(Map.of("a", new byte[] {1})));
    assertThat(data).isNotEqualTo(new SecretData(Map.of("a", new byte[] {2})));
    assertThat(data).isNotEqualTo(new SecretData(Map.of("b", new byte[] {1})));
  }

  private MountedSecrets read() {
    return new SecretFolder(folder).read();
  }

  private static MountedSecrets.Mounted good(
      String namespace, String name, Map<String, String> values) {
    Map<String, byte[]> bytes = new java.util.HashMap<>();
    values.forEach((key, value) -> bytes.put(key, value.getBytes(StandardCharsets.UTF_8)));
    return new MountedSecrets.Mounted.Good(namespace, name, new SecretData(bytes));
  }

  private void write(String path, String text) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
