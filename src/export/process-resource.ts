// What the resource says of the process: not its arguments, where people pass connection strings and keys.

import { processDetector } from '@opentelemetry/resources';

const COMMAND_ARGUMENTS = 'process.command_args';

/**
 * Changes the one detector that the SDK uses, whether it takes its default list or that of OTEL_NODE_RESOURCE_DETECTORS: a
 * list of our own would switch that variable off.
 */
export function leaveArgumentsOut(): void {
  const detect = processDetector.detect.bind(processDetector);
  processDetector.detect = (config) => {
    const { attributes = {} } = detect(config);
    return { attributes: Object.fromEntries(Object.entries(attributes).filter(([key]) => key !== COMMAND_ARGUMENTS)) };
  };
}
