// What Prometheus calls a metric and an attribute that come over OTLP: `translation_strategy` in prometheus/prometheus.yml.

const WORDS = { s: '_seconds', By: '_bytes', 1: '_ratio' };

/** @param {{ unit: string, instrument: string }} description */
function prometheusName(name, { unit, instrument }) {
  const word = unit === '1' && instrument !== 'gauge' ? '' : (WORDS[unit] ?? '');
  return `${prometheusLabel(name)}${word}${instrument === 'counter' ? '_total' : ''}`;
}

function prometheusLabel(attribute) {
  return attribute.replaceAll('.', '_');
}

module.exports = { prometheusLabel, prometheusName };
