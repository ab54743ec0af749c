// The section of docs/explanation/performance.md on what was aimed at.

const { markdownTable } = require('./markdown-table.js');

/** @param {object[]} aims results of `aimsOf` */
exports.aimsSection = (aims) => `## Aims

What Tickscope aims at, and whether the figures below meet it; the median decides. Against stock, the main thread's processor time
and that of the process have to.

${markdownTable(
  ['aimed at', 'measured', ''],
  aims.map(({ aim, limit, measured, isMet }) => [aim, limit, measured, isMet ? 'met' : 'missed']),
)}`;
