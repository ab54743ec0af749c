// The file of rules for Prometheus.

const { Document } = require('yaml');
const { fromSource } = require('../from-source.js');
const { ALERTS } = require('./list.js');
const { rulesAt } = require('./queries.js');

const { runbookOf } = fromSource('src/control/alerts/notice.ts');

/** `budget-burn` is `TickscopeBudgetBurn`. */
function ruleName(id) {
  return `Tickscope${id.replaceAll(/(?:^|-)(.)/g, (_match, letter) => letter.toUpperCase())}`;
}

/**
 * One group: rules of one are evaluated after each other, so that an alert reads the sums of the same moment.
 *
 * @param {string} comment on top of it
 * @param {number} [pace] see `rulesAt`
 * @returns {string} YAML
 */
function ruleFile(comment, pace = 1) {
  const { interval, recordings, rules } = rulesAt(pace);
  const alerts = ALERTS.map(({ id, title, severity }) => {
    const { expr, for: lasting, summary } = rules[id];
    return {
      alert: ruleName(id),
      expr,
      ...(lasting !== undefined && { for: lasting }),
      labels: { severity },
      annotations: { title, summary, runbook_url: runbookOf(id) },
    };
  });
  const document = new Document({ groups: [{ name: 'tickscope', interval, rules: [...recordings, ...alerts] }] });
  document.commentBefore = comment;
  return document.toString({ lineWidth: 0 });
}

module.exports = { ruleFile, ruleName };
