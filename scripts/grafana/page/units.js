// Numbers as Grafana writes them, for the units that the dashboards use. A script of the page: no modules.

const LADDERS = {
  s: [
    [86_400, 'd'],
    [3_600, 'h'],
    [60, 'min'],
    [1, 's'],
    [1e-3, 'ms'],
    [1e-6, 'µs'],
    [1e-9, 'ns'],
  ],
  bytes: [
    [2 ** 30, 'GiB'],
    [2 ** 20, 'MiB'],
    [2 ** 10, 'KiB'],
    [1, 'B'],
  ],
  short: [
    [1e6, 'M'],
    [1e3, 'K'],
    [1, ''],
  ],
};

/** @returns {string} three digits and the unit */
function numberWithUnit(value, unit) {
  if (!Number.isFinite(value)) return '';
  const digits = (number) => String(Number(number.toPrecision(3)));
  if (unit === 'percentunit') return `${digits(value * 100)} %`;
  if (unit.startsWith('suffix:')) return `${digits(value)} ${unit.slice('suffix:'.length).trim()}`;
  if (unit === 'ms') return numberWithUnit(value / 1_000, 's');
  const ladder = LADDERS[unit];
  if (ladder === undefined || value === 0) return digits(value);
  const [size, name] = ladder.find(([least]) => Math.abs(value) >= least) ?? ladder.at(-1);
  return `${digits(value / size)} ${name}`.trim();
}

globalThis.numberWithUnit = numberWithUnit;
