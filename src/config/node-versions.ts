// Which Node versions Tickscope runs on: those whose synchronous module hooks see CommonJS without gaps.

/** The first version of each line; the same as `engines` in package.json. */
export const NODE_RANGE = '^22.22.3 || ^24.11.1 || >=25.1.0';

/** @param version as `process.versions.node` */
export function supportsNode(version: string): boolean {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map((part) => Number.parseInt(part, 10));
  if (major === 22) return minor > 22 || (minor === 22 && patch >= 3);
  if (major === 24) return minor > 11 || (minor === 11 && patch >= 1);
  return major > 25 || (major === 25 && minor >= 1);
}

export function unsupportedNodeMessage(version: string): string {
  return `Node ${version} is not supported: use ${NODE_RANGE}, for example the newest Node 24.`;
}
