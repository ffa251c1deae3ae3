// Numbers and times as the window writes them.

/** IoU, precision and the like: three decimals, 0..1; '–' when unknown. */
export const score = (value: number | null | undefined): string => (value === null || value === undefined ? '–' : value.toFixed(3));

export const percent = (share: number): string => `${Math.round(share * 100)} %`;

/** A change with its sign, an arrow before it: '▲ +0.012'. */
export function delta(value: number): string {
  const text = Math.abs(value).toFixed(3);
  if (Number(text) === 0) return '±0.000';
  return value > 0 ? `▲ +${text}` : `▼ −${text}`;
}

/** Whole numbers with thin spaces between thousands: '34 514 437'. */
export const whole = (value: number): string =>
  Math.round(value)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, '\u202f');

/** '540 k', '34.5 M': for parameter counts. */
export function short(value: number): string {
  if (value < 1000) return `${value}`;
  if (value < 999_500) return `${(value / 1000).toPrecision(3).replace(/\.0+$/, '')} k`;
  return `${(value / 1e6)
    .toPrecision(3)
    .replace(/(\.\d*?)0+$/, '$1')
    .replace(/\.$/, '')} M`;
}

/** 'one frame', '3 frames': `many` defaults to one + 's'. */
export const count = (n: number, one: string, many = `${one}s`): string => `${whole(n)} ${n === 1 ? one : many}`;

export function bytes(value: number): string {
  if (value < 1000) return `${value} B`;
  const units = ['kB', 'MB', 'GB', 'TB'];
  let size = value;
  let unit = -1;
  do {
    size /= 1000;
    unit++;
  } while (size >= 999.5 && unit < units.length - 1);
  return `${size < 10 ? size.toFixed(1) : Math.round(size)} ${units[unit]}`;
}

/** A length of time on a clock: '7:12', '1:02:03'. */
export function clock(seconds: number): string {
  const s = Math.max(0, Math.round(seconds));
  const two = (n: number): string => `${n}`.padStart(2, '0');
  const rest = `${Math.floor(s / 60) % 60}`;
  return s >= 3600 ? `${Math.floor(s / 3600)}:${two(Number(rest))}:${two(s % 60)}` : `${rest}:${two(s % 60)}`;
}

/** Time left, as roughly as it is known: '12 s left', '6 min left', '1 h 20 min left'. */
export function timeLeft(seconds: number | null): string {
  return seconds === null ? '' : `${about(seconds)} left`;
}

export function about(seconds: number): string {
  if (seconds < 1) return 'a moment';
  if (seconds < 60) return `${Math.ceil(seconds)} s`;
  if (seconds < 90 * 60) return `${Math.round(seconds / 60)} min`;
  const minutes = Math.round(seconds / 600) * 10;
  const hours = Math.floor(minutes / 60);
  return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
}

/** How long ago (milliseconds since 1970): 'now', '2 min', '3 h', 'yesterday', '12 Nov', '12 Nov 2024'. */
export function ago(then: number, now: number): string {
  const seconds = Math.max(0, (now - then) / 1000);
  if (seconds < 45) return 'now';
  if (seconds < 3600) return `${Math.max(1, Math.round(seconds / 60))} min`;
  const day = (time: number): number => new Date(time).setHours(0, 0, 0, 0);
  const days = Math.round((day(now) - day(then)) / 86_400_000);
  if (days === 0) return `${Math.round(seconds / 3600)} h`;
  if (days === 1) return 'yesterday';
  if (days < 7) return `${days} days`;
  const date = new Date(then);
  const month = date.toLocaleString('en', { month: 'short' });
  const year = date.getFullYear() === new Date(now).getFullYear() ? '' : ` ${date.getFullYear()}`;
  return `${date.getDate()} ${month}${year}`;
}

/** A learning rate as people write it: '1e-4', '3e-4', '0.002' stays short. */
export function rate(value: number): string {
  const [digits = '', exponent = '0'] = value.toExponential().split('e');
  return value >= 0.01 ? `${value}` : `${digits}e${Number(exponent)}`;
}
