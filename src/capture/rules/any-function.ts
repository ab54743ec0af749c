// Functions of the program and of packages, of which nothing is known but that they can be called.

export type AnyFunction = (this: unknown, ...args: unknown[]) => unknown;
