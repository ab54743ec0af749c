// Reads protobuf messages by a table of their fields: an independent reader of what the exporters write.

type Wire = 'message' | 'string' | 'bytes' | 'hex' | 'uint' | 'sint' | 'fixed64' | 'double' | 'bool' | 'packed-uint';

export interface Field {
  readonly name: string;
  readonly wire: Wire;
  readonly repeated?: true;
  readonly message?: () => Message;
}

/** Fields by their numbers, as in the .proto files. */
export type Message = Readonly<Record<number, Field>>;

/** Fields that the table does not have are passed over. */
export function decode(bytes: Uint8Array, message: Message): Record<string, unknown> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const result: Record<string, unknown> = {};
  let at = 0;
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = view.getUint8(at++);
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return value;
    }
  };
  while (at < bytes.length) {
    const tag = Number(varint());
    const field = message[tag >> 3];
    const type = tag & 7;
    let raw: bigint | Uint8Array | number;
    if (type === 0) raw = varint();
    else if (type === 1) {
      raw = field?.wire === 'double' ? view.getFloat64(at, true) : view.getBigUint64(at, true);
      at += 8;
    } else if (type === 2) {
      const length = Number(varint());
      raw = bytes.subarray(at, at + length);
      at += length;
    } else if (type === 5) {
      raw = view.getUint32(at, true);
      at += 4;
    } else throw new Error(`wire type ${type}`);
    if (field === undefined) continue;
    const value = valueOf(raw, field);
    if (field.repeated === true) ((result[field.name] ??= []) as unknown[]).push(value);
    else result[field.name] = value;
  }
  return result;
}

function valueOf(raw: bigint | Uint8Array | number, field: Field): unknown {
  if (raw instanceof Uint8Array) {
    if (field.wire === 'message') return decode(raw, (field.message as () => Message)());
    if (field.wire === 'hex') return Buffer.from(raw).toString('hex');
    if (field.wire === 'packed-uint') return unpack(raw);
    return Buffer.from(raw).toString('utf8');
  }
  if (field.wire === 'sint') return Number((BigInt(raw) >> 1n) ^ -(BigInt(raw) & 1n));
  if (field.wire === 'bool') return raw !== 0n;
  // As OTLP's JSON has it: 64 bits as text.
  if (field.wire === 'fixed64') return String(raw);
  return field.wire === 'uint' ? Number(raw) : raw;
}

function unpack(raw: Uint8Array): string[] {
  const values: string[] = [];
  let value = 0n;
  let shift = 0n;
  for (const byte of raw) {
    value |= BigInt(byte & 127) << shift;
    shift += 7n;
    if (byte >= 128) continue;
    values.push(String(value));
    value = 0n;
    shift = 0n;
  }
  return values;
}
