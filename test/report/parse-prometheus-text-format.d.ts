declare module 'parse-prometheus-text-format' {
  interface Family {
    readonly name: string;
    readonly type: string;
    readonly metrics: readonly unknown[];
  }
  export default function parsePrometheus(text: string): readonly Family[];
}
