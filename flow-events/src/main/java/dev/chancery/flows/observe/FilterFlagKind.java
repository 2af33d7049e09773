package dev.chancery.flows.observe;

import dev.chancery.api.flow.FlowFilter;
import dev.chancery.flows.observe.flag.UsageException;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** The kinds of filter flags. */
final class FilterFlagKind {
  /** Makes a filter's value of a flag's. */
  @FunctionalInterface
  interface Reader<T> {
    T read(String text) throws UsageException;
  }

  private FilterFlagKind() {}

  static FilterFlag text(String name, String help, BiConsumer<FlowFilter.Builder, String> field) {
    return read(name, "", help, text -> text, field);
  }

  static <T> FilterFlag read(
      String name,
      String shorthand,
      String help,
      Reader<T> reader,
      BiConsumer<FlowFilter.Builder, T> field) {
    return new FilterFlag(
        name,
        shorthand,
        Optional.empty(),
        help,
        (filters, value) -> filters.addToBoth(reader.read(value), field));
  }

  static FilterFlag alone(
      String name,
      String shorthand,
      String implied,
      String help,
      BiConsumer<FlowFilter.Builder, String> field) {
    return new FilterFlag(
        name,
        shorthand,
        Optional.of(implied),
        help,
        (filters, value) -> filters.addToBoth(value, field));
  }

  static FilterFlag namespace(
      String name, String shorthand, Optional<String> implied, FilterFlag.Effect effect) {
    String side =
        name.startsWith("from-")
            ? "Flows from pods "
            : name.startsWith("to-") ? "Flows to pods " : "Flows from or to pods ";
    String help = side + (implied.isPresent() ? "of any namespace" : "of this namespace");
    return new FilterFlag(name, shorthand, implied, help, effect);
  }

  /** {@code --from-NAME}, {@code --NAME} for either end, {@code --to-NAME}. */
  static <T> void addSides(
      List<FilterFlag> flags,
      String name,
      String shorthand,
      String what,
      Reader<T> reader,
      BiConsumer<FlowFilter.Builder, T> source,
      BiConsumer<FlowFilter.Builder, T> destination) {
    flags.add(read("from-" + name, "", "Flows whose source is " + what, reader, source));
    flags.add(
        new FilterFlag(
            name,
            shorthand,
            Optional.empty(),
            "Flows whose source or destination is " + what,
            (filters, value) -> filters.addToEach(reader.read(value), source, destination)));
    flags.add(read("to-" + name, "", "Flows whose destination is " + what, reader, destination));
  }
}
