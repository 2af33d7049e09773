package dev.chancery.agent.secret;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** A value that must show up nowhere, and Secrets that hold it in every way, right and wrong. */
public final class PlantedSecret {
  /** Letters and digits alone, so that it can stand anywhere in YAML. */
  public static final String VALUE = "hunter2PLANTED7f3a";

  private static final String ENCODED =
      Base64.getEncoder().encodeToString(VALUE.getBytes(StandardCharsets.UTF_8));

  private static final String HEAD =
      "apiVersion: v1\nkind: Secret\nmetadata: {name: s, namespace: shop}\n";

  private PlantedSecret() {}

  /** A good one: {@code shop/s}, key {@code value}. */
  public static String good() {
    return HEAD + "data: {value: " + ENCODED + "}\n";
  }

  /** Documents that are no good Secret. */
  public static List<String> broken() {
    return List.of(
        HEAD + "data: {value: " + VALUE + "}\n",
        HEAD + "data: " + VALUE + "\n",
        HEAD + "data: [" + VALUE + "]\n",
        HEAD + "data: {value: [" + VALUE + "]}\n",
        HEAD + "data: {value: {a: " + VALUE + "}}\n",
        HEAD + "data: {value: *" + VALUE + "}\n",
        HEAD + "data: {value: !" + VALUE + " x}\n",
        HEAD + "data: {value: \"\\q" + VALUE + "\"}\n",
        HEAD + "data: {value: " + VALUE + "\n",
        HEAD + "data:\n\tvalue: " + VALUE + "\n",
        HEAD + "data:\n  value: " + VALUE + "\n wrong: " + VALUE + "\n",
        HEAD + "stringData: [" + VALUE + "]\n",
        HEAD + "stringData: " + VALUE + "\n",
        HEAD + "stringData: {value: !!binary " + VALUE + "}\n",
        HEAD + "stringData: {value: a, value: " + VALUE + "}\n",
        HEAD + "type: kubernetes.io/tls\nstringData: {tls.key: " + VALUE + "}\n",
        HEAD + "type: [" + VALUE + "]\n",
        HEAD + "type: " + VALUE + "\n",
        HEAD.replace("kind: Secret", "kind: Secrets") + "data: {value: " + VALUE + "}\n",
        HEAD.replace("name: s,", "name: [" + VALUE + "],"),
        "kind: List\nitems:\n- kind: Secret\n  metadata: {name: [a]}\n  data: [" + VALUE + "]\n",
        "kind: List\nitems:\n- kind: Secret\n  data: *" + VALUE + "\n");
  }

  /** Whether a text shows the value, plain or encoded. */
  public static boolean isIn(String text) {
    return text.contains(VALUE) || text.contains(ENCODED.substring(0, ENCODED.length() - 3));
  }
}
