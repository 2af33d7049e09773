package dev.chancery.benchmarks;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
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
            .addProfiler(GCProfiler.class)
            .jvmArgs("-Xmx3g", "-XX:+UseSerialGC")
            .warmupIterations(3)
            .warmupTime(TimeValue.seconds(4))
            .measurementIterations(5)
            .measurementTime(TimeValue.seconds(4));
    List.of(args).forEach(options::include);
    Collection<RunResult> results = new Runner(options.build()).run();
    System.out.printf(
        "%n%-44s %8s %12s %12s %12s  µs %12s%n",
        "benchmark", "calls", "min", "median", "max", "bytes a call");
    results.forEach(Benchmarks::print);
    if (args.length == 0) {
      System.out.println();
      MEASURED.forEach(Memory::print);
    }
  }

  private static void print(RunResult result) {
    Statistics s = result.getPrimaryResult().getStatistics();
    String name = result.getParams().getBenchmark();
    System.out.printf(
        Locale.ROOT,
        "%-44s %8d %12.1f %12.1f %12.1f     %12.0f%n",
        name.substring(name.lastIndexOf('.', name.lastIndexOf('.') - 1) + 1) + " " + params(result),
        s.getN(),
        s.getMin(),
        s.getPercentile(50),
        s.getMax(),
        allocated(result));
  }

  private static String params(RunResult result) {
    return result.getParams().getParamsKeys().stream()
        .map(key -> key + "=" + result.getParams().getParam(key))
        .collect(Collectors.joining(" "));
  }

  /** Bytes that all threads allocated during a call. */
  private static double allocated(RunResult result) {
    Result<?> bytes = result.getSecondaryResults().get("gc.alloc.rate.norm");
    return bytes == null ? Double.NaN : bytes.getScore();
  }
}
