// What the stock preloads share: an OpenTelemetry span for every tick and every operation, as auto-instrumentations make them.

const { context, trace } = require('@opentelemetry/api');

exports.install = () => {
  const tracer = trace.getTracer('benchmark');
  const wrap = (fn, name) =>
    function spanned(...args) {
      const span = tracer.startSpan(name);
      const end = () => span.end();
      const result = context.with(trace.setSpan(context.active(), span), fn, this, ...args);
      if (result instanceof Promise) return result.finally(end);
      end();
      return result;
    };
  globalThis.benchmark = { wrapTick: wrap, wrapOperation: wrap };
};
