package dev.chancery.testproxy.traffic;

/** Whose policy a connection is judged by. */
public enum Way {
  /** That of the pod it comes from. */
  EGRESS,
  /** That of the pod it goes to. */
  INGRESS
}
