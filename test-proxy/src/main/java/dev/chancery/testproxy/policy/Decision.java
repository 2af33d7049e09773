package dev.chancery.testproxy.policy;

/**
 * What a list of rules says.
 *
 * @param kind no rule spoke, or which way the one that did
 * @param reason name of the rule, or why there is none
 */
record Decision(Kind kind, String reason) {
  enum Kind {
    NONE,
    ALLOW,
    DENY
  }

  static final Decision NONE = new Decision(Kind.NONE, "no rule matches");

  boolean allows() {
    return kind == Kind.ALLOW;
  }

  boolean denies() {
    return kind == Kind.DENY;
  }
}
