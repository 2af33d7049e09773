package dev.chancery.policy.model;

/** What an entry does with the traffic that it covers. */
public enum Action {
  ALLOW,
  DENY
}
