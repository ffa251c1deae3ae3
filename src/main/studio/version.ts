// The program's own version, written into run records.
import { version } from '../../../package.json';

export const ROADBRUSH_VERSION: string = version;
