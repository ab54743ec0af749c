// What Tickscope recorded of a run, through its own command.

const path = require('node:path');
const { outputOf } = require('./variants.js');

const COMMAND = path.join(__dirname, '../dist/cli/main.js');

/** @returns {Promise<object>} the report of all runs in the folder */
exports.reportOf = async (recordFolder) =>
  JSON.parse(await outputOf(process.execPath, [COMMAND, 'report', '--format', 'json', recordFolder]));

/** Waits are no operations. */
exports.operationsOf = (report) => report.operations.filter(({ kind }) => kind !== 'wait');
