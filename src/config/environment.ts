// How variables of the environment are read.

export type Environment = Readonly<Record<string, string | undefined>>;

/** Unset and blank are the same, as OpenTelemetry defines it. */
export function variableText(environment: Environment, name: string): string | undefined {
  const text = environment[name]?.trim();
  return text === '' ? undefined : text;
}
