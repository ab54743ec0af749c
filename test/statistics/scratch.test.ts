import { functionTables, tryFunction } from '../harness/caches/tried-functions.js';
import { impureFunctions, pureFunctions } from '../harness/caches/sources.js';
it('x', () => { const t = functionTables(); console.log(t.text + '\n' + [...new Set(t.outside)].join('\n'));
 for (const f of [...impureFunctions.slice(0,25), ...pureFunctions.slice(0,8)]) { const r = tryFunction(f); console.log(f.kind, r.isPureByText, r.isAdvisedByCalls); } }, 400000);
