// Runs one schedule, bare and recorded, and compares: the program must not notice, and the record must say where every tick is.

const { spawn } = require('node:child_process');
const { mkdtempSync, rmSync } = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { Collector } = require('./collector.js');
const { OwnCount } = require('./own-count.js');
const { differences, placesOf, spanProblems } = require('./places.js');

const PROGRAM = path.join(__dirname, '../chaos-program.js');
const FAULTS = path.join(__dirname, '../preloads/faults.js');
const DIST = path.join(__dirname, '../../dist');
const LONGEST_MILLIS = 120_000;

/** A shell that sets limits and becomes the program. */
function commandOf({ descriptors, fileBlocks }, program) {
  const limits = [
    'ulimit -c 0',
    ...(descriptors === undefined ? [] : [`ulimit -n ${descriptors}`]),
    ...(fileBlocks === undefined ? [] : [`ulimit -f ${fileBlocks}`]),
  ];
  return ['sh', ['-c', `${limits.join(' && ')} && exec "$0" "$@"`, process.execPath, ...program]];
}

async function runProgram(schedule, preloads, environment) {
  const flags = schedule.end.how === 'out of memory' ? ['--max-old-space-size=160'] : [];
  const required = [FAULTS, ...preloads].flatMap((file) => ['--require', file]);
  const [command, given] = commandOf(schedule, [...flags, ...required, PROGRAM, JSON.stringify(schedule)]);
  const clean = Object.entries(process.env).filter(([name]) => !/^(?:TICKSCOPE_|OTEL_|NODE_)/.test(name));
  const child = spawn(command, given, {
    env: { ...Object.fromEntries(clean), ...environment },
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    timeout: LONGEST_MILLIS,
    killSignal: 'SIGKILL',
  });
  const own = new OwnCount((millis) => {
    child.kill('SIGSTOP');
    setTimeout(() => child.kill('SIGCONT'), millis);
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text) => (stderr += text));
  child.stdio[3].setEncoding('utf8').on('data', (text) => own.take(text));
  const [code, signal] = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (...end) => resolve(end));
  });
  return { stdout, stderr, code, signal, own, endedAt: Date.now() };
}

function readRecord(folder) {
  const { readSources } = require(path.join(DIST, 'record-file/read-sources.js'));
  const { buildReport } = require(path.join(DIST, 'analysis/build-report.js'));
  try {
    const { segments, notes } = readSources([], { directory: folder });
    return { segments, report: buildReport(segments, notes) };
  } catch (error) {
    return { segments: [], why: error.message };
  }
}

/** @returns {Promise<object>} a row of the table; its `problems` are empty where everything holds, else its record is kept in `folder` */
exports.runSchedule = async (schedule) => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'tickscope-chaos-'));
  const collector = schedule.network && new Collector(schedule.network);
  let isKept = true;
  try {
    await collector?.start();
    const disk = schedule.disk && { CHAOS_DISK: JSON.stringify(schedule.disk) };
    const [bare, recorded] = await Promise.all([
      runProgram(schedule, [], {}),
      runProgram(schedule, [path.join(DIST, 'register.js')], {
        TICKSCOPE_DIR: path.join(folder, 'runs'),
        TICKSCOPE_CODE_CACHE: path.join(os.tmpdir(), 'tickscope-chaos-code'),
        TICKSCOPE_SEGMENT_MILLIS: String(schedule.segmentMillis),
        ...disk,
        ...(collector && {
          OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
          OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
          OTEL_EXPORTER_OTLP_TIMEOUT: '1000',
          OTEL_METRIC_EXPORT_INTERVAL: '500',
          TICKSCOPE_TICK_BUDGET: '0.001us',
          TICKSCOPE_TICKS_PER_SECOND: '1000000',
          TICKSCOPE_EXPORT: schedule.network.by,
        }),
      }),
    ]);
    const record = readRecord(path.join(folder, 'runs'));
    const places = placesOf(record, recorded, schedule);
    const isSent = collector !== undefined && places.isFinal;
    const problems = [
      ...differences(schedule, bare, recorded),
      ...places.problems,
      ...(isSent ? spanProblems(record, recorded, collector) : []),
    ];
    isKept = problems.length > 0;
    return {
      seed: schedule.seed,
      kinds: schedule.kinds,
      ticks: recorded.own.begun.length,
      measured: places.measured,
      lost: places.lost,
      beyond: places.beyond,
      uncoveredMillis: places.isFinal ? 0 : Math.max(0, (recorded.own.begun.at(-1) ?? -Infinity) - places.until),
      problems,
      ...(problems.length > 0 && {
        folder,
        bare,
        recorded,
        why: record.why,
        notes: record.report?.notes,
        losses: record.report?.losses,
      }),
    };
  } finally {
    await collector?.stop();
    if (!isKept) rmSync(folder, { recursive: true, force: true });
  }
};
