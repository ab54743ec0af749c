// `node:http` and `node:https` for the OTLP exporters in the bundle: their sockets do not keep a program alive.

module.exports = (real) => {
  class UnreferencedAgent extends real.Agent {
    createConnection(...args) {
      const socket = super.createConnection(...args);
      socket?.unref?.();
      return socket;
    }

    reuseSocket(socket, request) {
      super.reuseSocket(socket, request);
      socket.unref();
    }
  }
  // Not read: behind `WebSocket` and others stands a getter that loads undici, 15 ms of the program's thread.
  return Object.defineProperties(
    {},
    { ...Object.getOwnPropertyDescriptors(real), Agent: { value: UnreferencedAgent } },
  );
};
