// Gives back at once what nobody holds any more. V8 collects when its own heap grows; a net's first weights, hundreds of megabytes outside of it, would stay for the whole run.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

export function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
}
