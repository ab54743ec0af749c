// What the header and the lines of a log file have to look like.

import { NUMBER_MASK } from '../../model/log/log-layout.js';
import { OPERATION_KINDS } from '../../model/operation.js';
import { type Check, integerBetween, isAmount, isFlag, isText, isUnixMillis, listOf, oneOf, shape } from '../checks.js';
import {
  type ClearedLine,
  CUTS_KEPT,
  type InnerLine,
  LINES_BYTES,
  LOG_FORMAT,
  type LogCut,
  type LogHeader,
  type LogLine,
  type NameLine,
  type TextLine,
} from './layout.js';

const isPosition = integerBetween(1, 0x7fffffff);

export const isLogHeader: Check<LogHeader> = shape<LogHeader>(
  {
    format: oneOf([LOG_FORMAT]),
    originUnixMillis: isUnixMillis,
    fromPosition: isPosition,
    untilPosition: isPosition,
    untilNanos: isAmount,
    lineBytes: integerBetween(0, LINES_BYTES),
    cuts: listOf(
      shape<LogCut>({ number: isAmount, position: isPosition, atNanos: isAmount, warmup: isFlag }, {}),
      CUTS_KEPT,
    ),
  },
  {},
);

const isNumberOfLog = integerBetween(0, NUMBER_MASK);

const LINE_CHECKS: { readonly [Part in LogLine['part']]: Check<LogLine> } = {
  name: shape<NameLine>(
    { part: oneOf(['name']), id: isNumberOfLog, kind: oneOf(OPERATION_KINDS), name: isText },
    { location: isText, strategy: isText },
  ),
  inner: shape<InnerLine>({ part: oneOf(['inner']), id: isNumberOfLog, innerId: isNumberOfLog }, {}),
  text: shape<TextLine>({ part: oneOf(['text']), number: isNumberOfLog, text: isText }, {}),
  cleared: shape<ClearedLine>({ part: oneOf(['cleared']), fromPosition: isPosition, untilPosition: isPosition }, {}),
};

export function isLogLine(value: Readonly<Record<string, unknown>>): value is LogLine & Record<string, unknown> {
  const part = String(value['part']);
  return Object.hasOwn(LINE_CHECKS, part) && LINE_CHECKS[part as LogLine['part']](value);
}
