// The other cars: who drives or stands where in a frame.
import { Random } from '../../../shared/random';
import { ADVANCE } from './camera';

export interface Car {
  /** Its middle, on the course. */
  readonly s: number;
  readonly t: number;
  /** True when we see its front. */
  readonly oncoming: boolean;
  readonly paint: number;
  readonly shape: number;
}

/** Half length and half width in metres, of every shape. */
export const CAR_LENGTH = 2.15;
export const CAR_WIDTH = 0.88;

const ONCOMING_EVERY = 170;
/** Metres that an oncoming car drives while we drive one frame. */
const ONCOMING_SPEED = 1.7;
const PARKING_EVERY = 31;

/** Cars from just in front of the bonnet to 260 m ahead, in frame `index` at course position `s`. */
export function traffic(seed: number, index: number, s: number): Car[] {
  const cars: Car[] = [];
  // Someone is ahead of us in our lane and slowly draws away; then, farther on, another one.
  const lead = Random.seeded(seed, 30, Math.floor((index + 14) / 110));
  const gap = 13 + ((index + 14) % 110) * 0.85;
  cars.push({ s: s + gap, t: 1.75 + lead.between(-0.15, 0.15), oncoming: false, paint: lead.integer(0, 99), shape: lead.integer(0, 99) });

  const driven = (index * (ADVANCE + ONCOMING_SPEED)) / ONCOMING_EVERY;
  for (let i = Math.floor(driven); i <= driven + 2; i++) {
    const random = Random.seeded(seed, 31, i);
    if (!random.chance(0.8)) continue;
    const ahead = (i + random.between(-0.3, 0.3) - driven) * ONCOMING_EVERY + 60;
    cars.push({
      s: s + ahead,
      t: -1.85 + random.between(-0.15, 0.15),
      oncoming: true,
      paint: random.integer(0, 99),
      shape: random.integer(0, 99),
    });
  }

  // Parked on the pavement.
  for (let i = Math.floor(s / PARKING_EVERY); i * PARKING_EVERY < s + 200; i++) {
    const random = Random.seeded(seed, 32, i);
    if (!random.chance(0.3)) continue;
    cars.push({
      s: i * PARKING_EVERY + random.between(0, 20),
      t: -4.68,
      oncoming: random.chance(0.7),
      paint: random.integer(0, 99),
      shape: random.integer(0, 99),
    });
  }
  return cars.filter((car) => car.s - s > 5.2 && car.s - s < 260);
}
