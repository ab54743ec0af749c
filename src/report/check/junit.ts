// JUnit's XML, as CI servers read it. What was not judged is an error and no skipped test: those count as passed.

import type { CheckReport, CheckRow } from '../../model/report/check-report.js';
import { printable } from '../text.js';
import { rowText } from './parts.js';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

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
  const place = row.location === undefined ? '' : escaped(row.location);
  return `${begin}>\n      <${element} message=${quoted(rowText(row))}>${place}</${element}>\n    </testcase>`;
}

function quoted(text: string): string {
  return `"${escaped(text)}"`;
}

/** `printable` has written out what XML 1.0 cannot hold at all. */
function escaped(text: string): string {
  return printable(text).replaceAll(/[&<>"']/g, (character) => ENTITIES[character] as string);
}
