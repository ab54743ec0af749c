// Descriptions of attributes and metrics. Apart from their names, which every program loads: descriptions are needed for sending metrics only.

export { ATTRIBUTES } from './attributes.js';
export { METRICS } from './metrics.js';
