// Databases: services in the program's code, and drivers.

import type { Instrumentation } from '../../rules/instrumentation.js';
import { programDatabase } from './program-database.js';

export { pg } from './pg.js';
export { sqlite } from './sqlite.js';

export const databaseServices = (): Instrumentation => ({ id: 'database', rules: [programDatabase] });
