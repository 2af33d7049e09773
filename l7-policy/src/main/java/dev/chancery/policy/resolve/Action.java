package dev.chancery.policy.resolve;

/** What an entry does with the traffic that it covers. */
public enum Action {
  ALLOW,
  DENY
}
