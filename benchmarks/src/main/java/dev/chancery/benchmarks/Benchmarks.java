package dev.chancery.benchmarks;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.util.Statistics;

/** Runs all benchmarks, or those that the arguments name by a regular expression each. */
public final class Benchmarks {
  private static final List<String> MEASURED = List.of("node", "large", "identities");

  private Benchmarks() {}

  public static void main(String[] args) throws RunnerException {
    var options =
        new OptionsBuilder()
            .mode(Mode.SampleTime)
            .timeUnit(TimeUnit.MICROSECONDS)
            .forks(1)
            .jvmArgs("-Xmx3g", "-XX:+UseSerialGC")
            .warmupIterations(3)
            .warmupTime(TimeValue.seconds(4))
            .measurementIterations(5)
            .measurementTime(TimeValue.seconds(4));
    List.of(args).forEach(options::include);
    Collection<RunResult> results = new Runner(options.build()).run();
    System.out.printf(
        "%n%-44s %8s %12s %12s %12s  µs%n", "benchmark", "calls", "min", "median", "max");
    results.forEach(Benchmarks::print);
    if (args.length == 0) {
      System.out.println();
      MEASURED.forEach(Memory::print);
    }
  }

  private static void print(RunResult result) {
    Statistics s = result.getPrimaryResult().getStatistics();
    String name = result.getParams().getBenchmark();
    String shape = result.getParams().getParam("shape");
    System.out.printf(
        Locale.ROOT,
        "%-44s %8d %12.1f %12.1f %12.1f%n",
        name.substring(name.lastIndexOf('.', name.lastIndexOf('.') - 1) + 1)
            + (shape == null ? "" : " " + shape),
        s.getN(),
        s.getMin(),
        s.getPercentile(50),
        s.getMax());
  }
}
