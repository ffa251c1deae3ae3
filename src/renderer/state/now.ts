// The time, as often as relative times need it.
import { useEffect, useState } from 'react';

const EVERY = 20_000;

export function useNow(): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), EVERY);
    return () => clearInterval(timer);
  }, []);
  // A change newer than the last tick must not lie in the future.
  return Math.max(now, 0);
}
