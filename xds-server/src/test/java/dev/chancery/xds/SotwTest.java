package dev.chancery.xds;

/** The state-of-the-world protocol in one process, every step on the test's own thread. */
class SotwTest extends SotwBehaviour {
  @Override
  TestServer start(XdsServerBuilder settings) {
    return TestServer.inProcess(settings);
  }
}
