// Numbers and times as the window writes them.
import { describe, expect, it } from 'vitest';
import { about, ago, bytes, clock, count, delta, percent, rate, score, short, timeLeft, whole } from '../../../src/renderer/format';

describe('numbers', () => {
  it('writes scores with three decimals and says when there is none', () => {
    expect([score(0.8714), score(1), score(0), score(null), score(undefined)]).toEqual(['0.871', '1.000', '0.000', '–', '–']);
  });

  it('gives changes a sign and an arrow, and none to what rounds to nothing', () => {
    expect([delta(0.012), delta(-0.012), delta(0.0004), delta(-0.0004)]).toEqual(['▲ +0.012', '▼ −0.012', '±0.000', '±0.000']);
  });

  it('groups thousands and shortens parameter counts', () => {
    expect(whole(34_514_437)).toBe('34\u202f514\u202f437');
    expect([short(999), short(540_217), short(1000), short(999_400), short(999_600), short(2_158_417), short(34_514_437)]).toEqual([
      '999',
      '540 k',
      '1 k',
      '999 k',
      '1 M',
      '2.16 M',
      '34.5 M',
    ]);
  });

  it('counts one and many', () => {
    expect([count(1, 'frame'), count(0, 'frame'), count(2, 'mask'), count(2, 'class', 'classes')]).toEqual([
      '1 frame',
      '0 frames',
      '2 masks',
      '2 classes',
    ]);
  });

  it('writes bytes with one unit', () => {
    expect([bytes(0), bytes(999), bytes(1500), bytes(14_230_000), bytes(999_700), bytes(412e9)]).toEqual([
      '0 B',
      '999 B',
      '1.5 kB',
      '14 MB',
      '1.0 MB',
      '412 GB',
    ]);
  });

  it('writes learning rates as people do', () => {
    expect([rate(1e-4), rate(3e-4), rate(0.01), rate(0.05), rate(1)]).toEqual(['1e-4', '3e-4', '0.01', '0.05', '1']);
  });

  it('writes shares as whole percents', () => {
    expect([percent(0.024), percent(1)]).toEqual(['2 %', '100 %']);
  });
});

describe('times', () => {
  it('writes lengths as a clock', () => {
    expect([clock(0), clock(7), clock(432), clock(3599.6), clock(3723)]).toEqual(['0:00', '0:07', '7:12', '1:00:00', '1:02:03']);
  });

  it('says how long it still takes as roughly as it is known', () => {
    expect([timeLeft(null), timeLeft(0.4), timeLeft(11.2), timeLeft(372), timeLeft(4900), timeLeft(7200)]).toEqual([
      '',
      'a moment left',
      '12 s left',
      '6 min left',
      '82 min left',
      '2 h left',
    ]);
    expect(about(5700)).toBe('1 h 40 min');
  });

  const now = new Date(2024, 10, 20, 12, 0, 0).getTime();
  const back = (ms: number): string => ago(now - ms, now);
  it('says how long ago something was, from now to a date', () => {
    expect([back(0), back(44_000), back(50_000), back(120_000), back(3 * 3_600_000)]).toEqual(['now', 'now', '1 min', '2 min', '3 h']);
    expect(back(13 * 3_600_000)).toBe('yesterday');
    expect(back(3 * 86_400_000)).toBe('3 days');
    expect(back(8 * 86_400_000)).toBe('12 Nov');
    expect(ago(new Date(2023, 10, 12).getTime(), now)).toBe('12 Nov 2023');
  });

  it('takes a clock that went backwards for now', () => {
    expect(ago(now + 5000, now)).toBe('now');
  });
});
