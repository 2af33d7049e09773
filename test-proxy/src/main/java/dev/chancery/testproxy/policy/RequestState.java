package dev.chancery.testproxy.policy;

import java.util.ArrayList;
import java.util.List;

/** A request while rules look at it: its headers may change, and what did goes to the log. */
final class RequestState {
  private static final String REDACTED = "[redacted]";

  private HttpCall call;
  private final List<Header> missing = new ArrayList<>();
  private final List<Header> rejected = new ArrayList<>();

  RequestState(HttpCall call) {
    this.call = call;
  }

  HttpCall call() {
    return call;
  }

  void change(HttpCall changed) {
    call = changed;
  }

  void missing(String name, String value, boolean secret) {
    missing.add(new Header(name, secret ? REDACTED : value));
  }

  void rejected(String name, String value, boolean secret) {
    rejected.add(new Header(name, secret ? REDACTED : value));
  }

  HttpVerdict verdict(boolean allowed, String reason) {
    return new HttpVerdict(allowed, reason, call, missing, rejected);
  }
}
