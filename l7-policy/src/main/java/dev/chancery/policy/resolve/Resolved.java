package dev.chancery.policy.resolve;

/** What comes of the rules that bind an endpoint. */
sealed interface Resolved {
  /** They hold together. */
  record Policy(EndpointPolicy policy) implements Resolved {}

  /** Two of them cannot hold at once; the endpoint keeps what was in force before. */
  record Failed(Conflict conflict) implements Resolved {}
}
