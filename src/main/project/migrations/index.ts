// The database's versions in order: number n of this list brings a project from user_version n to n + 1.
import { sql as everything } from './0001';
import { sql as whatARunRanOn } from './0002';
import { sql as origins } from './0003';
import { sql as namesAndUndo } from './0004';
import { sql as theLoop } from './0005';

export const MIGRATIONS: readonly string[] = [everything, whatARunRanOn, origins, namesAndUndo, theLoop];
