// Notices on their way to a receiver that hangs, fails, or throws.

import { type Failure, Outbox } from '../../../src/control/alerts/delivery/outbox.js';
import type { Notice } from '../../../src/control/alerts/notice.js';

const notice = (text: string): Notice => ({ text }) as Notice;

function outbox(): {
  readonly box: Outbox;
  readonly sent: string[];
  readonly answers: ((failure?: Failure) => void)[];
  lost(): number;
} {
  let lost = 0;
  const sent: string[] = [];
  const answers: ((failure?: Failure) => void)[] = [];
  const losses = { add: (id: string, count = 1) => void (lost += id === 'alerts_not_delivered' ? count : NaN) };
  const box = new Outbox(
    'the test',
    ({ text }, done) => {
      sent.push(text);
      answers.push(done);
    },
    losses,
  );
  return { box, sent, answers, lost: () => lost };
}

describe('an outbox', () => {
  it('sends one after the other, in their order', () => {
    const { box, sent, answers, lost } = outbox();
    for (const text of ['a', 'b', 'c']) box.send(notice(text));
    expect(sent).toEqual(['a']);
    answers[0]?.();
    answers[1]?.();
    expect(sent).toEqual(['a', 'b', 'c']);
    answers[2]?.();
    expect(lost()).toBe(0);
  });

  it('holds 16 for a receiver that hangs, and counts the rest', () => {
    const { box, sent, lost } = outbox();
    for (let at = 0; at < 30; at++) box.send(notice(String(at)));
    expect(sent).toEqual(['0']);
    expect(lost()).toBe(30 - 1 - 16);
    box.abandon();
    expect(lost()).toBe(30);
  });

  it('counts what is refused, and goes on; an answer that comes twice counts once', () => {
    const { box, sent, answers, lost } = outbox();
    box.send(notice('a'));
    box.send(notice('b'));
    answers[0]?.({ reason: 'status 404', mayPass: false });
    answers[0]?.({ reason: 'status 404', mayPass: false });
    expect(sent).toEqual(['a', 'b']);
    expect(lost()).toBe(1);
  });

  it('takes a receiver that throws for one that refuses', () => {
    let lost = 0;
    const box = new Outbox(
      'the test',
      () => {
        throw new Error('spawn EACCES');
      },
      { add: () => void lost++ },
    );
    expect(() => {
      box.send(notice('a'));
      box.send(notice('b'));
    }).not.toThrow();
    expect(lost).toBe(2);
  });
});
