package dev.chancery.xds;

/** The incremental protocol over a unix-domain socket. */
class DeltaUnixSocketIT extends DeltaBehaviour {
  @Override
  TestServer start(XdsServerBuilder settings) {
    return TestServer.unixSocket(settings);
  }
}
