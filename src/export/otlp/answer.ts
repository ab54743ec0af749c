// What a collector says of a request that it has taken: all of it, a part, or nothing that can be read.

export interface OtlpAnswer {
  /** Spans, or data points of metrics, that it did not keep. */
  readonly rejected: number;
  /** Why, in its own words; empty where it says nothing. */
  readonly message: string;
  readonly isReadable: boolean;
}

type Deserialise = (bytes: Uint8Array) => object;

const TAKEN: OtlpAnswer = { rejected: 0, message: '', isReadable: true };
const OPENING_BRACE = 0x7b;
const LONGEST_MESSAGE = 120;

/**
 * Whatever the request was written in, the answer is read as JSON where it begins like it: there are servers that answer `{}` to protobuf.
 *
 * @param fromProtobuf of the signal
 */
export function readAnswer(bytes: Uint8Array, fromProtobuf: Deserialise): OtlpAnswer {
  if (bytes.length === 0) return TAKEN;
  try {
    const answer = bytes[0] === OPENING_BRACE ? fromJson(bytes) : fromProtobuf(bytes);
    return partialSuccessOf(answer) ?? TAKEN;
  } catch {
    return { ...TAKEN, isReadable: false };
  }
}

function fromJson(bytes: Uint8Array): object {
  return JSON.parse(Buffer.from(bytes).toString('utf8')) as object;
}

/** In JSON a number of 64 bits is a text, and servers differ in how they write names. */
function partialSuccessOf(answer: object): OtlpAnswer | undefined {
  const partial = field(answer, 'partialSuccess', 'partial_success');
  if (typeof partial !== 'object' || partial === null) return undefined;
  const count = Number(
    field(partial, 'rejectedSpans', 'rejected_spans', 'rejectedDataPoints', 'rejected_data_points') ?? 0,
  );
  const message = field(partial, 'errorMessage', 'error_message');
  return {
    rejected: Number.isSafeInteger(count) && count > 0 ? count : 0,
    message: typeof message === 'string' ? message.trim().slice(0, LONGEST_MESSAGE) : '',
    isReadable: true,
  };
}

function field(from: object, ...names: readonly string[]): unknown {
  const name = names.find((each) => Object.hasOwn(from, each));
  return name === undefined ? undefined : (from as Readonly<Record<string, unknown>>)[name];
}
