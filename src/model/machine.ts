// What a machine is, as far as times depend on it. Nothing in it tells one machine of a kind from another, or says whose it is.

export interface Machine {
  /** Of the processor, as the system calls it; absent where it does not say. */
  readonly model?: string;
  /** That the process may use at the same time. */
  readonly cores: number;
  readonly architecture: string;
  readonly platform: string;
}

/** `Intel(R) Xeon(R) Processor, 2 cores, linux x64` */
function machineText({ model = 'unknown processor', cores, architecture, platform }: Machine): string {
  return `${model}, ${cores} ${cores === 1 ? 'core' : 'cores'}, ${platform} ${architecture}`;
}

/** Of the machines of several processes, mostly one. Empty or absent: nobody knows. */
export function machinesText(machines: readonly Machine[] = []): string {
  return machines.length === 0 ? 'unknown machine' : machines.map(machineText).join(' and ');
}

/** @returns whether times of one say nothing of the other; where one is not known, they may */
export function areOtherMachines(one: readonly Machine[] = [], other: readonly Machine[] = []): boolean {
  return one.length > 0 && other.length > 0 && machinesText(one) !== machinesText(other);
}

/** @returns each once, in the order of their texts */
export function distinctMachines(machines: readonly Machine[]): Machine[] {
  const byText = new Map(machines.map((machine) => [machineText(machine), machine]));
  return [...byText].toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([, machine]) => machine);
}
