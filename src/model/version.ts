// Written by scripts/write-version.js from package.json: change that.

export const TICKSCOPE_VERSION = '0.1.0';
