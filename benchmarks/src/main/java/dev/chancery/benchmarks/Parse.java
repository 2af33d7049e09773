package dev.chancery.benchmarks;

import dev.chancery.policy.model.Policy;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** All policies from their manifests. */
@State(Scope.Benchmark)
public class Parse {
  @Param({"node", "large"})
  public String shape = "node";

  private List<String> texts = List.of();

  @Setup
  public void prepare() {
    texts = new GeneratedCluster(Shape.named(shape)).texts();
  }

  @Benchmark
  public List<Policy> policies() {
    return GeneratedCluster.parse(texts);
  }
}
