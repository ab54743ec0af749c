// The little of JSON Schema (draft 2020-12) that the report's schema is written in.

export interface JsonSchema {
  readonly $schema?: string;
  readonly $id?: string;
  readonly title?: string;
  readonly description?: string;
  readonly type?: string;
  readonly const?: string | boolean;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly items?: JsonSchema;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: JsonSchema;
  readonly required?: readonly string[];
  readonly anyOf?: readonly JsonSchema[];
}

export interface Fields {
  readonly required: Readonly<Record<string, JsonSchema>>;
  readonly optional?: Readonly<Record<string, JsonSchema>>;
}

/** Fields that are not listed are allowed: later versions add some. */
export function object(description: string, { required, optional = {} }: Fields): JsonSchema {
  return { description, type: 'object', properties: { ...required, ...optional }, required: Object.keys(required) };
}

export function list(description: string, items: JsonSchema): JsonSchema {
  return { description, type: 'array', items };
}

export function text(description: string): JsonSchema {
  return { description, type: 'string' };
}

export function choice(description: string, values: readonly string[]): JsonSchema {
  return { description, enum: values };
}

export function flag(description: string): JsonSchema {
  return { description, type: 'boolean' };
}

/** Present only where it is true. */
export function mark(description: string): JsonSchema {
  return { description, const: true };
}

export function number(description: string): JsonSchema {
  return { description, type: 'number' };
}

/** A number of things. */
export function count(description: string): JsonSchema {
  return { description, type: 'number', minimum: 0 };
}

/** Nanoseconds. */
export function nanos(description: string): JsonSchema {
  return { description: `${description} In nanoseconds.`, type: 'number', minimum: 0 };
}

/** Bytes, which may be fewer than before. */
export function bytes(description: string): JsonSchema {
  return { description: `${description} In bytes.`, type: 'number' };
}

export function share(description: string): JsonSchema {
  return { description: `${description} A share, from 0 to 1.`, type: 'number', minimum: 0, maximum: 1 };
}
