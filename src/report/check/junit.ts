// JUnit's XML, as CI servers read it. What was not judged is an error and no skipped test: those count as passed.

import type { CheckReport, CheckRow } from '../../model/report/check-report.js';
import { withEntities } from '../entities.js';
import { rowText } from './parts.js';

export function checkAsJunit({ program, rows }: CheckReport): string {
  const count = (status: CheckRow['status']): number => rows.filter((row) => row.status === status).length;
  const counts = `tests="${rows.length}" failures="${count('fail')}" errors="${count('not judged')}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="tickscope" ${counts}>`,
    `  <testsuite name="tickscope check" ${counts} skipped="0">`,
    ...rows.map((row) => testCase(program, row)),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

function testCase(program: string, row: CheckRow): string {
  const begin = `    <testcase classname=${quoted(program)} name=${quoted(row.name)}`;
  if (row.status === 'pass') return `${begin}/>`;
  const element = row.status === 'fail' ? 'failure' : 'error';
  const place = row.location === undefined ? '' : withEntities(row.location);
  return `${begin}>\n      <${element} message=${quoted(rowText(row))}>${place}</${element}>\n    </testcase>`;
}

function quoted(text: string): string {
  return `"${withEntities(text)}"`;
}
