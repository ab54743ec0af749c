// Compares what the drain says with what a random program knows of its calls.

import type { End, Member } from './drained-events.js';
import type { FuzzedProduct } from './fuzzed-product.js';
import { isTickKind } from './random-functions.js';
import { closingOf, endOf, type Interval, scopeOwnerOf, type TrueCall, type TrueRoot } from './true-calls.js';

export interface Figures {
  calls: number;
  ticks: number;
  trees: number;
  late: number;
  light: number;
  held: number;
  perhaps: number;
  dynamic: number;
  unmeasured: number;
}

type Place = 'outermost' | 'inside' | 'late' | 'nowhere';

export class Comparison {
  readonly differences: string[] = [];
  readonly #product: FuzzedProduct;
  readonly #calls: readonly TrueCall[];
  readonly #figures: Figures;
  readonly #byBegin = new Map<number, TrueCall>();

  constructor(product: FuzzedProduct, calls: readonly TrueCall[], figures: Figures) {
    this.#product = product;
    this.#calls = calls;
    this.#figures = figures;
  }

  compare(): void {
    this.#figures.calls += this.#calls.length;
    for (const call of this.#calls) this.#measured(call);
    const { events } = this.#product;
    const order = new Map(events.started.map(({ begin }, number) => [begin, number]));
    if (order.size !== events.started.length) this.differences.push('a tick started twice');
    for (const call of this.#calls) if (call.begin !== 0) this.#place(call);
    for (const call of this.#calls) if (call.root !== undefined) this.#end(call);
    for (const begin of [...events.members.keys(), ...events.ends.keys()]) {
      if (!this.#byBegin.has(begin)) this.differences.push('something that was not called');
    }
    const ticks = this.#calls.filter(({ root, isIn, form }) => isIn && isTickKind(form.kind) && root?.call.begin !== 0);
    const begun = ticks.filter((call) => call.root?.call === call);
    if (begun.some(({ begin }, number) => events.started[number]?.begin !== begin) || begun.length !== order.size)
      this.differences.push('the begins of ticks');
    this.differences.push(...events.wrong);
    this.#compareLearned();
  }

  /** Whether the ring still has every record: what it has forgotten is not known of a tick that has closed. */
  get #remembersAll(): boolean {
    const { log, variant } = this.#product;
    return log.since(variant.firstPosition) <= log.records;
  }

  /** The handlers of which the drain has seen that they leave work behind. */
  #compareLearned(): void {
    const { log } = this.#product;
    const must = new Map<number, TrueCall>();
    const may = new Set<number>();
    for (const call of this.#calls) {
      const owner = scopeOwnerOf(call.from);
      if (owner === undefined || call.begin === 0 || owner.root?.call !== owner || !owner.root.isTick) continue;
      if (isTickKind(call.form.kind) || call.b1 < owner.b1) continue;
      const id = this.#idOf(owner, true);
      may.add(id);
      if (this.#remembersAll && call.form.kind !== 'inner' && call.b0 > owner.r1 && owner.footing === 'own')
        must.set(id, call);
    }
    if (this.#product.variant.alwaysEnters) return;
    for (const [id, call] of must)
      if (log.leavesWork[id] !== 1) this.#differ('its tick is not known to leave work', call);
    const unknown = log.leavesWork.findIndex((leaves, id) => leaves === 1 && !may.has(id));
    if (unknown !== -1) this.differences.push(`a handler that leaves nothing behind: ${unknown}`);
  }

  /** Whether it is measured at all, and in which way. */
  #measured(call: TrueCall): void {
    const { form, begin, guarded, footing } = call;
    if (begin === 0) {
      this.#figures.unmeasured++;
      if (guarded === 'no' && form.kind !== 'inner') this.#differ('not measured', call);
      return;
    }
    if (guarded === 'yes') this.#differ('measured inside an indicator', call);
    if (this.#byBegin.has(begin)) this.#differ('two calls with one begin', call);
    this.#byBegin.set(begin, call);
    if (footing === 'light') this.#figures.light++;
    const { operationId, scope: around } = this.#product.recorder.begins.get(begin) ?? { operationId: -1, scope: 0 };
    if (this.#product.names.entry(operationId)?.name !== form.name) this.#differ('its name', call);
    const mayBeShared = ['sync', 'settling', 'mixed', 'inner'].includes(form.kind);
    const mayBeLight = mayBeShared || form.kind === 'synctick';
    // Inside a scope, what a measured body leaves behind finds that one.
    const alwaysOwn = form.kind === 'synctick' && this.#product.variant.alwaysEnters && (!form.isBody || around === 0);
    if (footing === 'shared' && !mayBeShared) this.#differ('without a scope', call);
    if (footing === 'light' && (!mayBeLight || alwaysOwn)) this.#differ('without a store', call);
  }

  #place(call: TrueCall): void {
    const around = call.from.call?.root ?? rootAbove(call);
    const says = this.#placeSaid(call);
    const may = placesOf(call, around, says);
    const member = this.#product.events.members.get(call.begin);
    if (!may.includes(says)) {
      this.#differ(`${may.join(' or ')}, not ${says}`, call);
      call.root = around;
      return;
    }
    if (may.length > 1) this.#figures.perhaps++;
    if (says === 'nowhere') return;
    if (says === 'outermost') this.#outermost(call, member as Member);
    else {
      call.root = around as TrueRoot;
      call.isIn = says === 'inside';
      if (says === 'late') this.#figures.late++;
      else this.#inside(call, around as TrueRoot, member as Member);
    }
    if (member !== undefined && (member.startNanos < call.b0 || member.startNanos > call.b1))
      this.#differ('begin', call);
  }

  #placeSaid({ begin }: TrueCall): Place {
    const { members, ends } = this.#product.events;
    const member = members.get(begin);
    if (member !== undefined) return member.parent === 0 ? 'outermost' : 'inside';
    return ends.has(begin) || this.#product.recorder.lost.has(begin) ? 'late' : 'nowhere';
  }

  #outermost(call: TrueCall, { tree }: Member): void {
    const isTick = isTickKind(call.form.kind);
    call.root = { call, isTick, holders: [call], tree };
    call.isIn = true;
    if (isTick) this.#figures.ticks++;
    else this.#figures.trees++;
    if (tree.isTick !== isTick) this.#differ('tick or tree', call);
    if (tree.logPosition !== call.begin) this.#differ('the position of its tree', call);
    if (isTick && tree.symbol !== call.symbol) this.#differ('its symbol', call);
  }

  #inside(call: TrueCall, root: TrueRoot, { tree, parent }: Member): void {
    if (isTickKind(call.form.kind)) {
      root.holders.push(call);
      this.#figures.held++;
    }
    if (tree !== root.tree) return this.#differ('in another tree', call);
    const parents = this.#parentsOf(call, root);
    const said = this.#byBegin.get(parent);
    if (parents.size > 1) this.#figures.perhaps++;
    if (said !== undefined && parents.has(said)) return;
    // What is called inside a synchronous call of the same scope is its child, whatever bound it to the scope.
    const isAbandoned = said?.root === root && this.#product.recorder.lost.has(said.begin);
    if (isAbandoned) return;
    if (said !== undefined && said === innermostBelow(call)) this.#figures.dynamic++;
    else this.#differ(`parent ${said?.order}, not ${[...parents].map(({ order }) => order).join(' or ')}`, call);
  }

  /** The innermost call around it that is open, and those that may be. */
  #parentsOf(call: TrueCall, root: TrueRoot): Set<TrueCall> {
    const parents = new Set<TrueCall>();
    let around = call.from.call;
    // Without a scope of its own a call has nothing behind its return, even where it goes on.
    while (around?.footing === 'shared' && around.r1 <= call.b0) around = around.from.call;
    while (around !== undefined && around !== root.call && (around.root === root || around.root === undefined)) {
      const interval = around.isIn ? endOf(around, call) : 'before';
      if (interval !== 'before') parents.add(around);
      if (interval === 'after') return parents;
      // From an ended one up its tree.
      const member = this.#product.events.members.get(around.begin);
      around = member === undefined ? around.from.call : this.#byBegin.get(member.parent);
    }
    return parents.add(root.call);
  }

  #end(call: TrueCall): void {
    const root = call.root as TrueRoot;
    const { events } = this.#product;
    const end = events.ends.get(call.begin);
    if (this.#product.recorder.lost.has(call.begin)) {
      if (end !== undefined || events.members.get(call.begin)?.isLate === false)
        this.#differ('an end that was lost', call);
      return;
    }
    const closing = closingOf(root);
    const isOutermost = root.call === call;
    const operationId = this.#idOf(call, isOutermost && root.isTick);
    const member = events.members.get(call.begin);
    if (member !== undefined && member.operationId !== operationId) this.#differ('its name in the tree', call);
    if (isOutermost) this.#endOutermost(call, root, member as Member);
    else if (member !== undefined) this.#endInTree(call, member, intervalOf(call, closing));
    if (isOutermost && root.isTick) {
      if (end !== undefined) this.#differ('a tick that ends as an operation', call);
      return;
    }
    if (end === undefined) return this.#differ('no end', call);
    if (end.operationId !== operationId) this.#differ('its name at the end', call);
    this.#endAsSaid(call, root, end, isOutermost ? 'before' : intervalOf(call, closing));
  }

  #endOutermost(call: TrueCall, root: TrueRoot, { endNanos, isFailed, tree }: Member): void {
    const { e0, e1 } = closingOf(root);
    if (endNanos < e0 || endNanos > e1) this.#differ(`end of the tree ${endNanos - e0} ${e1 - endNanos}`, call);
    const turned = this.#product.events.turnedOut.get(call.begin);
    const isKnown = turned === undefined || turned.order < tree.order;
    if (isFailed !== tree.failed) this.#differ('failure of the tree and of its outermost call', call);
    if (isKnown ? isFailed !== call.failed : isFailed || !call.failed) this.#differ('failure of the tree', call);
    if (turned !== undefined && !isKnown && root.isTick) {
      const said = `tick ${this.#idOf(call, true)} ${call.symbol}`;
      if (turned.said.join() !== said && this.#remembersAll)
        this.#differ(`a failure that turned out: ${turned.said.join()}`, call);
    }
    if (!root.isTick) return;
    const returned = this.#returnsOf(call);
    const goesOn = root.holders.some(({ e0: holderEnd }) => holderEnd > call.r1);
    if (returned > 1 || (goesOn && returned === 0)) this.#differ(`returned ${returned} times`, call);
    const hasReturned = tree.returnedNanos !== Infinity;
    if (hasReturned !== returned > 0) this.#differ('when it returned', call);
    if (hasReturned && (tree.returnedNanos < call.b1 || tree.returnedNanos > call.r1)) this.#differ('return', call);
  }

  #returnsOf({ begin }: TrueCall): number {
    const { beginOfEnd } = this.#product.recorder;
    return this.#product.events.returned.filter((position) => beginOfEnd.get(position) === begin).length;
  }

  #endInTree(call: TrueCall, { isLate, isFailed, endNanos, tree }: Member, interval: Interval): void {
    if (interval !== 'perhaps' && isLate !== (interval === 'after')) this.#differ(`open in its tree: ${isLate}`, call);
    if (isLate) return;
    if (endNanos < call.e0 || endNanos > call.e1)
      this.#differ(`end in the tree ${endNanos - call.e0} ${call.e1 - endNanos}`, call);
    const turned = this.#product.events.turnedOut.get(call.begin);
    const isKnown = turned === undefined || turned.order < tree.order;
    if (isKnown ? isFailed !== call.failed : isFailed) this.#differ('failure in the tree', call);
  }

  #endAsSaid(call: TrueCall, root: TrueRoot, end: End, interval: Interval): void {
    const turned = this.#product.events.turnedOut.get(call.begin);
    const hasFailed = end.isFailed || turned !== undefined;
    if (end.isFailed && turned !== undefined) this.#differ('two failures', call);
    if (hasFailed !== call.failed) this.#differ(`failed: ${hasFailed}`, call);
    if (end.isOutside === root.isTick) this.#differ('outside ticks', call);
    if (root.isTick && interval !== 'perhaps' && end.isLate !== (interval === 'after'))
      this.#differ(`late: ${end.isLate}`, call);
    if (end.nanos < call.e0 - call.b1 || end.nanos > call.e1 - call.b0) this.#differ('duration', call);
    const isOutermost = root.call === call;
    if (turned === undefined || isOutermost) return;
    const said = `operation ${this.#idOf(call, false)}`;
    if (turned.said.join() !== said) this.#differ(`a failure that turned out: ${turned.said.join()}`, call);
  }

  #idOf({ begin, form }: TrueCall, isTick: boolean): number {
    const { log, recorder } = this.#product;
    const id = recorder.begins.get(begin)?.operationId ?? -1;
    return isTickKind(form.kind) && !isTick ? (log.innerOperations.get(id)?.id ?? -1) : id;
  }

  #differ(what: string, { order, form, footing }: TrueCall): void {
    this.differences.push(`${form.kind}: ${what} (${form.name}, ${footing}, call ${order})`);
  }
}

/** The tree around a call that is in a context whose own call has none. */
function rootAbove({ from }: TrueCall): TrueRoot | undefined {
  let above = from.call;
  while (above !== undefined && above.root === undefined) above = above.from.call;
  return above?.root;
}

function placesOf(call: TrueCall, around: TrueRoot | undefined, says: Place): Place[] {
  const { kind } = call.form;
  if (around === undefined) return ['outermost'];
  const closing = endOf(closingOf(around), call);
  if (isTickKind(kind)) {
    if (!around.isTick || closing === 'before') return ['outermost'];
    return closing === 'after' ? ['inside'] : ['inside', 'outermost'];
  }
  const isOpen: Place[] = closing === 'before' ? [] : ['inside'];
  // One that counts only inside an open tick.
  if (kind === 'inner' && !around.isTick) return ['nowhere'];
  const isClosed: Place[] = closing === 'after' ? [] : [kind === 'inner' && says !== 'late' ? 'nowhere' : 'late'];
  return [...isOpen, ...isClosed];
}

/** The innermost synchronous call on the stack that is in the same scope. */
function innermostBelow(call: TrueCall): TrueCall | undefined {
  const owner = scopeOwnerOf(call.from);
  for (let frame = call.below; frame !== undefined; frame = frame.outer) {
    if (frame.call.footing === 'shared' && scopeOwnerOf(frame.call.from) === owner) return frame.call;
    if (frame.call === owner) return owner;
  }
  return undefined;
}

function intervalOf({ e0, e1 }: TrueCall, closing: { readonly e0: number; readonly e1: number }): Interval {
  if (e0 > closing.e1) return 'after';
  return e1 < closing.e0 ? 'before' : 'perhaps';
}
