// Pages of programs that run: on the whole terminal until a key ends it, or printed one after the other.

import type { ReadStream, WriteStream } from 'node:tty';
import { type LiveSegments, liveView } from '../../analysis/live-view.js';
import type { LiveView } from '../../model/report/live-view.js';
import { SECOND } from '../../model/units.js';
import { livePage, RANKING_ORDERS } from '../../report/live-page.js';
import { USUAL_COLUMNS, type PageOptions, pageOf } from '../../report/terminal.js';
import { keepHeapSmall } from '../small-heap.js';
import { FollowedRuns } from './followed-runs.js';
import { Screen } from './screen.js';
import type { WatchedRuns } from './watched-runs.js';

/** What is shown of the past. A process writes every ten seconds. */
const WINDOW_NANOS = (30 * SECOND) as typeof SECOND;
/** Of the time, at most, in which pages are made: of a program with many processes they come less often. */
const BUSY_SHARE = 0.1;
const LEAST_ROWS = 5;
const ROWS_WITHOUT_SIZE = 24;

const KEYS = 'q quit   up, down process   tab order';

const UP = new Set(['\u001b[A', '\u001bOA', 'k']);
const DOWN = new Set(['\u001b[B', '\u001bOB', 'j']);
const NEXT = new Set(['\t', 's', '\u001b[C', '\u001bOC']);
const BEFORE = new Set(['\u001b[Z', '\u001b[D', '\u001bOD']);
/** Ctrl-C and Ctrl-D are characters here. */
const QUIT = new Set(['q', 'Q', '\u0003', '\u0004']);
const SUSPEND = '\u001a';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const;

export interface LivePagesOptions {
  readonly runs: WatchedRuns;
  readonly refreshMillis: number;
  readonly look: PageOptions;
}

/** What is known now, and what of it is looked at. */
class LivePages {
  readonly #runs: WatchedRuns;
  readonly #followed = new FollowedRuns(WINDOW_NANOS);
  readonly #keepSmall = keepHeapSmall();
  #segments: LiveSegments = { written: [], tails: [] };
  #order = 0;
  #processId: string | undefined;

  constructor(runs: WatchedRuns) {
    this.#runs = runs;
  }

  update(): void {
    this.#runs.update(Date.now());
    this.#segments = this.#followed.update(this.#runs.files);
    this.#keepSmall();
  }

  view(): LiveView {
    return liveView(this.#segments, this.#processId);
  }

  /** @param rows absent: as many as it takes */
  lines(look: PageOptions, rows?: number): string[] {
    return livePage(this.view(), pageOf(look), {
      place: this.#runs.place,
      order: RANKING_ORDERS[this.#order] ?? 'share',
      ...(this.#processId !== undefined && { processId: this.#processId }),
      ...(rows !== undefined && { rows, keys: KEYS }),
    });
  }

  orderBy(step: 1 | -1): void {
    this.#order = (this.#order + step + RANKING_ORDERS.length) % RANKING_ORDERS.length;
  }

  /** All of them come before the first. */
  choose(step: 1 | -1): void {
    const ids = [undefined, ...this.view().processes.map(({ id }) => id)];
    const at = Math.max(0, ids.indexOf(this.#processId));
    this.#processId = ids[(at + step + ids.length) % ids.length];
  }
}

/** @returns how long until the next page */
function delayAfter(tookMillis: number, refreshMillis: number): number {
  return Math.max(refreshMillis, tookMillis * (1 / BUSY_SHARE - 1));
}

/** Resolves when a key or a signal has ended it; the terminal is as it was then, and whenever the process ends. */
export function showPages(
  { runs, refreshMillis, look }: LivePagesOptions,
  input: ReadStream,
  output: WriteStream,
): Promise<void> {
  const pages = new LivePages(runs);
  let timer: NodeJS.Timeout | undefined;
  return new Promise<void>((resolve, reject) => {
    /** What goes wrong in a callback ends it too. */
    const attempt = (act: () => void): void => {
      try {
        act();
      } catch (error) {
        end(() => reject(error));
      }
    };
    const draw = (): void => {
      const rows = Math.max(LEAST_ROWS, output.rows || ROWS_WITHOUT_SIZE);
      screen.draw(pages.lines({ ...look, columns: output.columns || USUAL_COLUMNS }, rows));
    };
    const refresh = (): void => {
      const start = performance.now();
      pages.update();
      draw();
      timer = setTimeout(() => attempt(refresh), delayAfter(performance.now() - start, refreshMillis));
    };
    const onKey = (key: string): void => {
      if (QUIT.has(key)) return end(resolve);
      if (key === SUSPEND) return suspend();
      if (UP.has(key)) pages.choose(-1);
      else if (DOWN.has(key)) pages.choose(1);
      else if (NEXT.has(key)) pages.orderBy(1);
      else if (BEFORE.has(key)) pages.orderBy(-1);
      draw();
    };
    const suspend = (): void => {
      screen.close();
      process.kill(process.pid, 'SIGSTOP');
    };
    const goOn = (): void => {
      screen.open();
      attempt(draw);
    };
    const redraw = (): void => attempt(draw);
    const onExit = (): void => screen.close();
    /** Ends as it would have without us. */
    const onSignal = (signal: NodeJS.Signals): void => {
      end(() => process.kill(process.pid, signal));
    };
    const end = (settle: () => void): void => {
      clearTimeout(timer);
      screen.close();
      process.off('exit', onExit).off('SIGCONT', goOn).off('SIGTSTP', suspend);
      output.off('resize', redraw);
      for (const signal of SIGNALS) process.off(signal, onSignal);
      settle();
    };
    const screen = new Screen(input, output, (key) => attempt(() => onKey(key)));
    process.on('exit', onExit).on('SIGCONT', goOn).on('SIGTSTP', suspend);
    output.on('resize', redraw);
    for (const signal of SIGNALS) process.on(signal, onSignal);
    screen.open();
    attempt(refresh);
  });
}

/** Resolves when nothing more is to come. */
export async function printPages(
  { runs, refreshMillis, look }: LivePagesOptions,
  print: (text: string) => void,
): Promise<void> {
  const pages = new LivePages(runs);
  for (let shown = -1; ;) {
    const start = performance.now();
    pages.update();
    const { untilUnixMillis, processes } = pages.view();
    if (untilUnixMillis > shown) print(`${pages.lines(look).join('\n').trimEnd()}\n\n`);
    shown = untilUnixMillis;
    if (!runs.mayGoOn || (processes.length > 0 && processes.every(({ hasEnded }) => hasEnded))) return;
    const delay = delayAfter(performance.now() - start, refreshMillis);
    await new Promise((resolve) => setTimeout(resolve, delay));
  }
}
