import { renderTerminal } from '../../src/report/terminal.js';
import { golden } from '../golden/golden.js';
import { noTicks, overloaded, rich, warmUpOnly } from './sample-reports.js';

it.each([
  ['report-rich.txt', rich, { columns: 80, colours: false }],
  ['report-rich-60-columns.txt', rich, { columns: 60, colours: false }],
  ['report-rich-120-columns.txt', rich, { columns: 200, colours: false }],
  ['report-rich-colours.txt', rich, { columns: 80, colours: true }],
  ['report-one-tick.txt', rich, { columns: 80, colours: false, tick: '0af7651916cd43dd8448eb211c80319c' }],
  ['report-no-ticks.txt', noTicks, { columns: 80, colours: false }],
  ['report-overloaded.txt', overloaded, { columns: 80, colours: false }],
  ['report-warm-up-only.txt', warmUpOnly, { columns: 80, colours: false }],
])('%s', (name, report, options) => {
  const text = renderTerminal(report, options);
  expect(text).toBe(golden(name, text));
});
