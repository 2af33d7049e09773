package dev.chancery.flows.observe.flag;

import dev.chancery.flows.golang.GoQuote;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Reads arguments as POSIX and GNU do: {@code --flag value}, {@code --flag=value}, {@code -fvalue},
 * {@code -f=value}, {@code -abc}, {@code --} before what is no flag. Flags and other arguments may
 * mix.
 */
public final class FlagSet {
  private final List<Flag> flags;

  public FlagSet(List<Flag> flags) {
    this.flags = List.copyOf(flags);
  }

  /**
   * Hands each value to its flag.
   *
   * @return the arguments that are no flags
   */
  public List<String> parse(List<String> arguments) throws UsageException {
    var others = new ArrayList<String>();
    var rest = new ArrayList<>(arguments);
    while (!rest.isEmpty()) {
      String argument = rest.remove(0);
      if (argument.equals("--")) {
        others.addAll(rest);
        return others;
      } else if (argument.startsWith("--")) {
        parseLong(argument, rest);
      } else if (argument.startsWith("-") && argument.length() > 1) {
        parseShort(argument.substring(1), rest);
      } else {
        others.add(argument);
      }
    }
    return others;
  }

  private void parseLong(String argument, List<String> rest) throws UsageException {
    String text = argument.substring(2);
    if (text.startsWith("-") || text.startsWith("=")) {
      throw new UsageException("bad flag syntax: " + argument);
    }
    int equals = text.indexOf('=');
    String name = equals < 0 ? text : text.substring(0, equals);
    Flag flag =
        find(one -> one.name().equals(name))
            .orElseThrow(() -> new UsageException("unknown flag: --" + name));
    if (equals >= 0) {
      set(flag, text.substring(equals + 1));
    } else if (flag.implied().isPresent()) {
      set(flag, flag.implied().get());
    } else if (!rest.isEmpty()) {
      set(flag, rest.remove(0));
    } else {
      throw new UsageException("flag needs an argument: --" + name);
    }
  }

  /** One or more shorthands; the last may have a value. */
  private void parseShort(String all, List<String> rest) throws UsageException {
    String left = all;
    while (!left.isEmpty()) {
      String remaining = left;
      String shorthand = Character.toString(left.codePointAt(0));
      Flag flag =
          find(one -> one.shorthand().equals(shorthand))
              .orElseThrow(() -> shortProblem("unknown shorthand flag", shorthand, remaining));
      left = left.substring(shorthand.length());
      if (left.length() > 1 && left.startsWith("=")) {
        set(flag, left.substring(1));
        return;
      } else if (flag.implied().isPresent()) {
        set(flag, flag.implied().get());
      } else if (!left.isEmpty()) {
        set(flag, left);
        return;
      } else if (!rest.isEmpty()) {
        set(flag, rest.remove(0));
      } else {
        throw shortProblem("flag needs an argument", shorthand, remaining);
      }
    }
  }

  private static UsageException shortProblem(String what, String shorthand, String all) {
    return new UsageException(
        what + ": " + GoQuote.quote(shorthand.codePointAt(0)) + " in -" + all);
  }

  private Optional<Flag> find(Predicate<Flag> condition) {
    return flags.stream().filter(condition).findFirst();
  }

  private static void set(Flag flag, String value) throws UsageException {
    try {
      flag.setter().set(value);
    } catch (UsageException e) {
      throw new UsageException(
          String.format(
              "invalid argument %s for %s flag: %s",
              GoQuote.quote(value), GoQuote.quote(flag.display()), e.text()));
    }
  }
}
