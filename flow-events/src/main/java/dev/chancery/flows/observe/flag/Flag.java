package dev.chancery.flows.observe.flag;

import dev.chancery.flows.golang.GoNumber;
import dev.chancery.flows.golang.GoSyntaxException;
import java.util.Optional;

/**
 * One flag.
 *
 * @param name without dashes
 * @param shorthand one character, or empty
 * @param valueName what help calls the value
 * @param implied the value where the flag stands alone; empty: the flag needs a value
 * @param help one line
 * @param setter takes each value in the order of the arguments
 */
public record Flag(
    String name,
    String shorthand,
    String valueName,
    Optional<String> implied,
    String help,
    Setter setter) {
  /** Takes a value. */
  @FunctionalInterface
  public interface Setter {
    /**
     * Takes one value.
     *
     * @throws UsageException with the reason why the value is refused
     */
    void set(String value) throws UsageException;
  }

  /** Takes a truth value. */
  @FunctionalInterface
  public interface BoolSetter {
    void set(boolean value);
  }

  /** Takes an unsigned number of 64 bits. */
  @FunctionalInterface
  public interface NumberSetter {
    void set(long value);
  }

  public static Flag text(String name, String shorthand, String help, Setter setter) {
    return new Flag(name, shorthand, "string", Optional.empty(), help, setter);
  }

  public static Flag bool(String name, String shorthand, String help, BoolSetter setter) {
    return new Flag(
        name,
        shorthand,
        "",
        Optional.of("true"),
        help,
        value -> {
          try {
            setter.set(GoNumber.parseBool(value));
          } catch (GoSyntaxException e) {
            throw new UsageException(e.text());
          }
        });
  }

  public static Flag number(String name, String help, NumberSetter setter) {
    return new Flag(
        name,
        "",
        "uint",
        Optional.empty(),
        help,
        value -> {
          try {
            setter.set(GoNumber.parseUintAnyBase(value, 64));
          } catch (GoSyntaxException e) {
            throw new UsageException(e.text());
          }
        });
  }

  /** As complaints and help write it: {@code -n, --namespace}. */
  String display() {
    return (shorthand.isEmpty() ? "" : "-" + shorthand + ", ") + "--" + name;
  }
}
