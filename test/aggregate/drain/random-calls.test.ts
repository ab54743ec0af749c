// Random programs against trees that the programs know themselves: whatever begins and ends in whichever scope, and however the log is
// read.

import * as fc from 'fast-check';
import { FLAG_FAILED, FLAG_LATE, NO_PARENT } from '../../../src/model/tick-trace.js';
import { SEED } from '../random-trace.js';
import { type Drawn, type DrawnLog, told } from './drawn-log.js';

/** An operation as the program knows it. */
interface Known {
  readonly id: number;
  readonly start: number;
  readonly drawn: Drawn;
  readonly parent: Known | undefined;
  readonly tree: Tree;
  readonly holdsTick: boolean;
  /** The synchronous operations that run in its scope, itself not among them; those of a synchronous one run in that of its caller. */
  readonly stack: Known[];
  readonly isSynchronous: boolean;
  end: number | undefined;
  failed: boolean;
}

interface Tree {
  readonly isTick: boolean;
  readonly nodes: Known[];
  pending: number;
  isOpen: boolean;
}

interface Step {
  readonly what: number;
  /** Which of the scopes that there are. */
  readonly where: number;
  readonly failed: boolean;
}

class Program {
  readonly lines: string[] = [];
  readonly closed: object[] = [];
  readonly #log: DrawnLog;
  /** Operations with scopes of their own, and trees of synchronous ones. */
  readonly #scopes: Known[] = [];
  #at = 0;
  #id = 0;

  constructor(log: DrawnLog) {
    this.#log = log;
  }

  step({ what, where, failed }: Step): void {
    this.#at += 10;
    const known = where % 8 === 0 ? undefined : this.#scopes[where % (this.#scopes.length || 1)];
    if (what < 3) this.#begin('synchronous', known);
    else if (what < 5) this.#begin('asynchronous', known);
    else if (what < 6) this.#begin('tick', known);
    else if (known !== undefined) this.#end(known, failed);
  }

  finish(): void {
    for (const known of this.#scopes.toReversed()) {
      while (known.end === undefined || known.stack.length > 0) {
        this.#at += 10;
        this.#end(known, false);
      }
    }
  }

  /** @param around the scope that it begins in */
  #begin(kind: 'synchronous' | 'asynchronous' | 'tick', around: Known | undefined): void {
    // A synchronous tree has ended with its operation: nothing begins in it.
    if (around?.isSynchronous === true && around.end !== undefined) return;
    const id = ++this.#id;
    const scope = around?.drawn;
    const start = this.#at;
    const log = this.#log;
    const isInTick = around?.tree.isTick === true && around.tree.isOpen;
    const begins = { synchronous: log.operation, asynchronous: log.asyncOperation, tick: log.tick }[kind];
    const drawn = begins.call(log, start, id, scope);
    const isTree = around === undefined || (kind === 'tick' && !isInTick);
    const tree = isTree ? { isTick: kind === 'tick', nodes: [], pending: 1, isOpen: true } : around.tree;
    const parent = isTree ? undefined : openAtOrAbove(around.stack.at(-1) ?? around);
    const isSynchronous = kind === 'synchronous';
    const holdsTick = kind === 'tick';
    const known: Known = {
      id,
      start,
      drawn,
      parent,
      tree,
      holdsTick,
      isSynchronous,
      stack: [],
      end: undefined,
      failed: false,
    };
    if (kind === 'tick' && isTree) this.lines.push(`tick ${id} starts`);
    if (tree.isOpen) {
      tree.nodes.push(known);
      if (kind === 'tick' && !isTree) tree.pending++;
    }
    if (isSynchronous && around !== undefined) around.stack.push(known);
    else this.#scopes.push(known);
  }

  /** Ends the innermost synchronous operation of a scope, or the one that the scope is of. */
  #end(scope: Known, failed: boolean): void {
    const known = scope.stack.pop() ?? scope;
    if (known.end !== undefined) return;
    this.#log.end(this.#at, known.drawn, failed);
    known.end = this.#at;
    known.failed = failed;
    const { tree } = known;
    const isRoot = tree.nodes[0] === known;
    if (!isRoot) {
      const place = tree.isTick ? (tree.isOpen ? '' : ', late') : ', outside';
      this.lines.push(`operation ${known.id} took ${known.end - known.start}${failed ? ', failed' : ''}${place}`);
      if (!known.holdsTick || !tree.isOpen) return;
    } else if (tree.pending > 1 && tree.isTick) this.lines.push(`tick returned at ${this.#at}`);
    tree.pending--;
    if (tree.pending === 0) this.#close(tree);
  }

  #close(tree: Tree): void {
    const { nodes, isTick } = tree;
    const root = nodes[0] as Known;
    tree.isOpen = false;
    const failure = root.failed ? ', failed' : '';
    if (!isTick) this.lines.push(`operation ${root.id} took ${this.#at - root.start}${failure}, outside`);
    this.lines.push(`${isTick ? 'tick' : 'tree'} ${root.id} closed${failure}`);
    this.closed.push({
      operationIds: nodes.map(({ id }) => id),
      parents: nodes.map(({ parent }) => (parent === undefined ? NO_PARENT : nodes.indexOf(parent))),
      startNanos: nodes.map(({ start }) => start),
      endNanos: nodes.map((node) => (node === root ? this.#at : (node.end ?? this.#at))),
      flags: nodes.map(({ end, failed }) => (end === undefined ? FLAG_LATE : failed ? FLAG_FAILED : 0)),
    });
  }
}

function openAtOrAbove(known: Known): Known {
  let open = known;
  while (open.end !== undefined && open.parent !== undefined) open = open.parent;
  return open;
}

it('makes the trees of random programs', () => {
  const anyStep = fc.record({ what: fc.nat(10), where: fc.nat(40), failed: fc.boolean() });
  fc.assert(
    fc.property(fc.array(anyStep, { minLength: 5, maxLength: 200 }), (steps) => {
      let program: Program | undefined;
      const { lines, closed, lost, unmatched } = told((log) => {
        program = new Program(log);
        for (const step of steps) program.step(step);
        program.finish();
      });
      expect({ lines, closed }).toEqual({ lines: program?.lines, closed: program?.closed });
      expect([lost, unmatched]).toEqual([[], 0]);
    }),
    { seed: SEED, numRuns: 200 },
  );
});
