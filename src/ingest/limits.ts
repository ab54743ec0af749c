// What reading a source holds at once. Beyond each of them something is left out, or taken apart, and said.

/** Spans of traces that may go on: about 10 MB. */
export const SPANS_HELD = 131_072;
/** Their traces: about 4 MB. */
export const TRACES_HELD = 65_536;
/** One message of a collector's file, one trace of a JSON document. A collector's messages have up to some megabytes. */
export const LONGEST_MESSAGE_BYTES: number = 64 * 1024 * 1024;
/** Damaged places of one file that are told one by one. */
export const DAMAGES_TOLD = 3;
/** Processes that are told apart. */
export const PROCESSES_NAMED = 256;
/** Names of root spans that are counted where no tick is found. */
export const ROOT_NAMES = 4_096;
/** A span, a wait or an age of 100 days is none, and differences within are exact. */
export const LONGEST_SPAN_NANOS: number = 100 * 24 * 3600 * 1e9;
