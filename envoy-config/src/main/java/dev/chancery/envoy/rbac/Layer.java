package dev.chancery.envoy.rbac;

/** Which question a tree answers. */
public enum Layer {
  /** May this connection exist? An entry with L7 rules says yes. */
  CONNECTION,
  /** May these bytes, which are not HTTP, pass? An entry with L7 rules does not say yes. */
  BYTES,
  /** May this HTTP request pass? */
  REQUEST
}
