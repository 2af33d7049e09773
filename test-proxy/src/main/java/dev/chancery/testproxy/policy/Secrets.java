package dev.chancery.testproxy.policy;

import java.util.Optional;

/** What SDS has brought so far. */
public interface Secrets {
  /** Nothing has arrived. */
  Secrets NONE =
      new Secrets() {
        @Override
        public Optional<String> value(String name) {
          return Optional.empty();
        }

        @Override
        public boolean present(String name) {
          return false;
        }
      };

  /** Value of a generic secret, as the proxy compares it with a header. */
  Optional<String> value(String name);

  /** Whether a secret of this name has arrived, of any kind. */
  boolean present(String name);
}
