// Ticks that overlap in time keep their own operations.

import { fixture, runRecorded } from '../support/programs.js';

describe('fifty ticks in flight', () => {
  it('gives each kept tree exactly its own children', async () => {
    const { segments, stdout, report } = await runRecorded([fixture('capture/fifty-in-flight.js')]);
    expect(stdout).toBe('done\n');
    expect(report.ticks).toMatchObject({ started: 50, count: 50, late: 0 });

    const kept = segments.flatMap((segment) => segment.kept);
    expect(kept).toHaveLength(50);
    const owners = kept.map(({ operations }) => {
      const marks = operations.filter(({ kind }) => kind === 'indicator');
      // Of its own number, and of no other: two in each of three findLevel, and one each in five other places.
      expect(new Set(marks.map(({ name }) => name)).size).toBe(1);
      expect(marks).toHaveLength(11);

      const parentsOf = (name: string): string[] =>
        operations
          .filter((operation) => operation.name === name)
          .map(({ parent }) => operations[parent]?.name ?? 'none');
      const onTick = 'TradingOrchestrator.onTick';
      expect(parentsOf('MarketDatabaseService.saveTick')).toEqual([onTick]);
      expect(parentsOf('MarketDatabaseService.findLevel').toSorted()).toEqual(
        ['MarketDatabaseService.saveTick', onTick, onTick].toSorted(),
      );
      expect(parentsOf(marks[0]?.name ?? '').filter((name) => name === onTick)).toHaveLength(4);
      for (const { parent, startNanos, durationNanos } of operations.slice(1)) {
        const above = operations[parent] as (typeof operations)[number];
        expect(startNanos).toBeGreaterThanOrEqual(above.startNanos);
        expect(startNanos + durationNanos).toBeLessThanOrEqual(operations[0]?.durationNanos ?? 0);
      }
      return marks[0]?.name;
    });
    expect(new Set(owners).size).toBe(50);
  });
});
