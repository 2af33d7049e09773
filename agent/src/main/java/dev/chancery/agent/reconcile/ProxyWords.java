package dev.chancery.agent.reconcile;

import dev.chancery.policy.PrintableText;
import dev.chancery.xds.EnvoyTypes;

/** What a proxy says of a resource that it refuses, as logs and reports may show it. */
public final class ProxyWords {
  private static final int LONGEST = 1000;

  private ProxyWords() {}

  /** On one line, at most 1,000 characters; nothing of a secret, as a value may be among them. */
  public static String shown(String typeUrl, String reason) {
    return typeUrl.equals(EnvoyTypes.SECRET) ? "hidden" : PrintableText.of(reason.strip(), LONGEST);
  }
}
