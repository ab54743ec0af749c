// Whether this Node.js can run Tickscope. Imports nothing, so that an old one gets as far as the message.

/** `engines` of package.json; from these versions on, synchronous module hooks see CommonJS without gaps. */
export const SUPPORTED_NODE = '^22.22.3 || ^24.11.1 || >=25.1.0';

const FIRST_OF_MAJOR: Readonly<Record<number, readonly [minor: number, patch: number]>> = {
  22: [22, 3],
  24: [11, 1],
  25: [1, 0],
};

/** @param version as `process.versions.node`; @returns what to say and do, or `undefined` where it will do */
export function nodeVersionProblem(version: string): string | undefined {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map((part) => Number.parseInt(part, 10));
  const first = FIRST_OF_MAJOR[major];
  if (major > 25) return undefined;
  if (first !== undefined && (minor > first[0] || (minor === first[0] && patch >= first[1]))) return undefined;
  return `Node ${version} is not supported: use ${SUPPORTED_NODE}, for example the newest Node 24.`;
}
