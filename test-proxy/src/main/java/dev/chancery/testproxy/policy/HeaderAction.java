package dev.chancery.testproxy.policy;

import dev.chancery.api.cilium.HeaderMatch;
import dev.chancery.testproxy.wire.Rejected;
import java.util.Optional;

/** {@code cilium.HeaderMatch}: a test of one header that may change the request (§3.2). */
final class HeaderAction {
  private final String name;
  private final String literal;
  private final String secretName;
  private final HeaderMatch.MatchAction onMatch;
  private final HeaderMatch.MismatchAction onMismatch;
  private final Secrets secrets;

  HeaderAction(HeaderMatch proto, Secrets secrets) throws Rejected {
    if (proto.getName().isEmpty()) {
      throw Rejected.constraint(
          4, "HeaderMatchValidationError.Name", "value length must be at least 1 characters");
    }
    name = proto.getName();
    literal = Header.bytes(proto.getValue());
    secretName = proto.getValueSdsSecret();
    onMatch = proto.getMatchAction();
    onMismatch = proto.getMismatchAction();
    this.secrets = secrets;
  }

  /** Whether the rule still holds afterwards. */
  boolean passes(RequestState request) {
    Optional<String> secret = secret() ? secrets.value(secretName) : Optional.empty();
    if (secret() && secret.isEmpty() && literal.isEmpty()) {
      return false;
    }
    String wanted = secret.orElse(literal);
    Optional<String> found = request.call().joined(name);
    boolean matches = wanted.isEmpty() ? found.isPresent() : found.equals(Optional.of(wanted));
    return matches ? matched(request, wanted) : mismatched(request, wanted, found);
  }

  private boolean secret() {
    return !secretName.isEmpty();
  }

  private boolean matched(RequestState request, String wanted) {
    return switch (onMatch) {
      case CONTINUE_ON_MATCH -> true;
      case DELETE_ON_MATCH -> {
        request.rejected(name, wanted, secret());
        request.change(request.call().without(name));
        yield true;
      }
      case FAIL_ON_MATCH, UNRECOGNIZED -> {
        request.rejected(name, wanted, secret());
        yield false;
      }
    };
  }

  private boolean mismatched(RequestState request, String wanted, Optional<String> found) {
    return switch (onMismatch) {
      case CONTINUE_ON_MISMATCH -> {
        request.missing(name, wanted, secret());
        yield true;
      }
      case ADD_ON_MISMATCH -> {
        request.change(request.call().with(name, wanted));
        request.missing(name, wanted, secret());
        yield true;
      }
      case DELETE_ON_MISMATCH -> {
        found.ifPresent(
            value -> {
              request.change(request.call().without(name));
              request.rejected(name, value, secret());
            });
        yield true;
      }
      case REPLACE_ON_MISMATCH -> {
        found.ifPresent(value -> request.rejected(name, value, secret()));
        request.change(request.call().without(name).with(name, wanted));
        request.missing(name, wanted, secret());
        yield true;
      }
      case FAIL_ON_MISMATCH, UNRECOGNIZED -> {
        request.missing(name, wanted, secret());
        yield false;
      }
    };
  }
}
