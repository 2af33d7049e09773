package dev.chancery.policy.parse.kubernetes;

import com.google.common.collect.ImmutableList;
import dev.chancery.policy.parse.yaml.Schema;
import java.util.List;

/** The fields of each kind of object in a {@code NetworkPolicy}. */
enum KubernetesSchema implements Schema {
  OBJECT("apiVersion kind metadata spec status"),
  SPEC("podSelector policyTypes ingress egress"),
  INGRESS("from ports"),
  EGRESS("to ports"),
  PEER("podSelector namespaceSelector ipBlock"),
  SELECTOR("matchLabels matchExpressions"),
  IP_BLOCK("cidr except"),
  PORT("port endPort protocol");

  private final ImmutableList<String> fields;

  KubernetesSchema(String fields) {
    this.fields = ImmutableList.copyOf(fields.split(" "));
  }

  @Override
  public List<String> fields() {
    return fields;
  }
}
