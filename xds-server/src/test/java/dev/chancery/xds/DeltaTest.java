package dev.chancery.xds;

/** The incremental protocol in one process, every step on the test's own thread. */
class DeltaTest extends DeltaBehaviour {
  @Override
  TestServer start(XdsServerBuilder settings) {
    return TestServer.inProcess(settings);
  }
}
