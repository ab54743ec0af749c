// What a span is, by its name and attributes: which operation, and whether it is a tick. Many spans are of one class.

import type { NameTable } from '../../model/name-table.js';
import {
  ATTR_BACKDATED,
  ATTR_CODE_FILE_PATH,
  ATTR_CODE_LINE_NUMBER,
  ATTR_DB_QUERY_TEXT,
  ATTR_DB_SYSTEM_NAME,
  ATTR_OPERATION_KIND,
  ATTR_OPERATION_NAME,
  ATTR_SERVER_ADDRESS,
  ATTR_STRATEGY,
} from '../../model/semconv/semantic-conventions.js';
import { boundedName, type NamedSpan, SpanNames } from '../../model/span-names.js';
import { SymbolIds } from './symbol-ids.js';

export interface SpanClass {
  /** As the span is called. */
  readonly spanName: string;
  readonly operationId: number;
  /** Of a tick inside another one, which is a part of that. */
  readonly innerOperationId: number;
  readonly isTick: boolean;
  /** Tickscope placed it in the tree of a tick. */
  readonly isOperation: boolean;
  /** With times that the program gave: it has no place in a tree. */
  readonly isBackdated: boolean;
}

/** Attributes that say what a span is. */
export const CLASS_ATTRIBUTES: readonly string[] = [
  ATTR_OPERATION_KIND,
  ATTR_OPERATION_NAME,
  ATTR_BACKDATED,
  ATTR_STRATEGY,
  ATTR_CODE_FILE_PATH,
  ATTR_CODE_LINE_NUMBER,
  ATTR_DB_SYSTEM_NAME,
  'db.system',
  ATTR_DB_QUERY_TEXT,
  'db.statement',
  ATTR_SERVER_ADDRESS,
  'net.peer.name',
];

export class SpanClasses {
  readonly names: NameTable;
  readonly symbols: SymbolIds = new SymbolIds();
  readonly #roots: ReadonlySet<string>;
  readonly #spanNames = new SpanNames();

  /** @param roots names of the spans that are ticks; none: those that Tickscope says are */
  constructor(names: NameTable, roots: ReadonlySet<string>) {
    this.names = names;
    this.#roots = roots;
  }

  /** Whether ticks are named by the caller, and not by Tickscope. */
  get hasRoots(): boolean {
    return this.#roots.size > 0;
  }

  of(span: NamedSpan): SpanClass {
    const { name, attributes } = span;
    const saidKind = attributes[ATTR_OPERATION_KIND];
    const isTick = this.hasRoots ? this.#roots.has(name) : saidKind === 'tick';
    const { kind, name: operationName } = isTick
      ? ({ kind: 'tick', name: boundedName(name) } as const)
      : this.#spanNames.nameOf(span);
    const strategy = attributes[ATTR_STRATEGY];
    const operationId = this.names.intern(kind, operationName, {
      location: locationOf(attributes),
      ...(typeof strategy === 'string' && !isTick && { strategy }),
    });
    return {
      spanName: name,
      operationId,
      innerOperationId: isTick && this.hasRoots ? this.names.intern('internal', operationName) : operationId,
      isTick,
      isOperation: typeof saidKind === 'string',
      isBackdated: attributes[ATTR_BACKDATED] === true,
    };
  }
}

function locationOf(attributes: NamedSpan['attributes']): string | undefined {
  const [file, line] = [attributes[ATTR_CODE_FILE_PATH], attributes[ATTR_CODE_LINE_NUMBER]];
  if (typeof file !== 'string') return undefined;
  return typeof line === 'number' || typeof line === 'string' ? `${file}:${line}` : file;
}
