// Headers that are not sent as they are written are said, by their place and without a word of theirs.

import { headerProblems, sendableHeaders } from '../../../src/export/otlp/header-problems.js';

it.each<[text: string, ...problems: RegExp[]]>([
  [''],
  ['authorization=Bearer s3cret'],
  ['a=1,b=%20%2C,'],
  ['s3cret', /entry 1 of 1 has no "="/],
  ['a=1,s3cret,b=2', /entry 2 of 3 has no "="/],
  ['=s3cret', /entry 1 of 1 has no name that HTTP allows/],
  ['"authorization=s3cret"', /entry 1 of 1 has no name that HTTP allows/],
  ['my key=s3cret', /entry 1 of 1 has no name that HTTP allows/],
  ['a=', /entry 1 of 1 has no value/],
  ['a=100%s3cret', /entry 1 of 1 has a "%" that begins no code/],
  ['a=s3cret%0Ab', /entry 1 of 1 has a character that HTTP does not allow/],
  ['a=sécret,b=s3cr\u2028êt', /entry 2 of 2 has a character/],
  ['a=s3cret;b=c', /entry 1 of 1 has a ";"/],
])('%s', (text, ...problems) => {
  const found = headerProblems({ OTEL_EXPORTER_OTLP_METRICS_HEADERS: text });
  expect(found).toEqual(problems.map((problem) => expect.stringMatching(problem)));
  expect(found.join('\n')).not.toMatch(/s3cr/);
  for (const line of found) expect(line).toMatch(/^OTEL_EXPORTER_OTLP_METRICS_HEADERS: /);
});

it('leaves out what would make every request fail', () => {
  expect(sendableHeaders({ authorization: 'Bearer a', 'my key': 'b', c: 'd\ne' })).toEqual({
    authorization: 'Bearer a',
  });
});
