// The text format of OpenMetrics 1.0: https://github.com/prometheus/OpenMetrics/blob/v1.0.0/specification/OpenMetrics.md

export type LabelValues = Readonly<Record<string, string | undefined>>;

export interface Sample {
  /** Behind the name of its family; absent where the name is all. */
  readonly suffix?: '_total' | '_bucket' | '_count' | '_sum';
  readonly labels?: LabelValues;
  readonly value: number;
}

export interface MetricFamily {
  /** Ends in its unit, where it has one. */
  readonly name: string;
  readonly type: 'counter' | 'gauge' | 'histogram' | 'summary';
  readonly help: string;
  readonly samples: readonly Sample[];
}

const UNIT = /_(?<unit>seconds|bytes|ratio)$/;

/** Families without a sample are left out. */
export function openMetricsText(families: readonly MetricFamily[]): string {
  const lines = families.filter(({ samples }) => samples.length > 0).flatMap(familyLines);
  return [...lines, '# EOF', ''].join('\n');
}

function familyLines({ name, type, help, samples }: MetricFamily): string[] {
  const unit = UNIT.exec(name)?.groups?.['unit'];
  return [
    `# TYPE ${name} ${type}`,
    ...(unit === undefined ? [] : [`# UNIT ${name} ${unit}`]),
    `# HELP ${name} ${escaped(help)}`,
    ...samples.map(({ suffix = '', labels = {}, value }) => `${name}${suffix}${labelsText(labels)} ${String(value)}`),
  ];
}

function labelsText(labels: LabelValues): string {
  const written = Object.entries(labels).flatMap(([label, value]) =>
    value === undefined ? [] : [`${label}="${escaped(value)}"`],
  );
  return written.length === 0 ? '' : `{${written.join(',')}}`;
}

function escaped(text: string): string {
  return text

    .replaceAll('\\', '\\\\')
    .replaceAll('\n', '\\n')
    .replaceAll('"', String.raw`\"`);
}

/** The upper bound of a bucket, or a quantile: a number with a fraction, however small or whole. */
export function numberLabel(value: number): string {
  if (value === Infinity) return '+Inf';
  return Number.isInteger(value) ? value.toFixed(1) : String(value);
}
