package dev.chancery.xds;

import static dev.chancery.xds.Samples.rbac;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResourceTest {
  @Test
  void versionDependsOnContentAlone() {
    assertThat(rbac("a", "1").version()).isEqualTo(rbac("a", "1").version());
    assertThat(rbac("a", "1").version()).isNotEqualTo(rbac("a", "2").version());
  }

  @Test
  void versionIsTheSameInEveryProcess() {
    var message = Struct.newBuilder().putFields("k", text("v")).build();
    // The first 16 bytes of SHA-256 over 0a080a016b12031a0176.
    assertThat(Resource.of("s", message).version()).isEqualTo("ee31134c8328582722364b6722cf7c23");
  }

  @Test
  void orderOfAMapDoesNotMatter() {
    var ab = Struct.newBuilder().putFields("a", text("1")).putFields("b", text("2")).build();
    var ba = Struct.newBuilder().putFields("b", text("2")).putFields("a", text("1")).build();
    assertThat(Resource.of("s", ab).version()).isEqualTo(Resource.of("s", ba).version());
    assertThat(Resource.pack(ab)).isEqualTo(Resource.pack(ba));
  }

  @Test
  void keyTwiceInAnUpdateIsRefusedAndChangesNothing() {
    ResourceStore store = new ResourceStore();
    assertThatThrownBy(() -> store.update(List.of(rbac("a", "1")), List.of(rbac("a"))))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(store.snapshot()).isEmpty();
  }

  @Test
  void updateSaysWhatChangedAndWhichVersionsThereAre() {
    ResourceStore store = new ResourceStore();
    store.set(rbac("same", "1"), rbac("gone", "1"));
    Publication publication =
        store.update(List.of(rbac("same", "1"), rbac("new", "1")), List.of(rbac("gone")));
    assertThat(publication.changed()).containsExactlyInAnyOrder(rbac("new"), rbac("gone"));
    assertThat(publication.versions())
        .containsEntry(rbac("gone"), "")
        .containsEntry(rbac("same"), rbac("same", "1").version());
    assertThat(store.get(rbac("gone"))).isEmpty();
    assertThat(store.get(rbac("new"))).contains(rbac("new", "1"));
  }

  private static Value text(String value) {
    return Value.newBuilder().setStringValue(value).build();
  }
}
