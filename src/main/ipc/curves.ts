// Charts of the window as files: where to is asked of the person.
import { basename, dirname, join } from 'node:path';
import { ok, unwrap, type Result } from '../../shared/result';
import { fileStems } from '../../shared/fileNames';
import { saveCurves } from '../studio';
import { exportFolder, rememberExport } from './exports';
import type { Desk } from './desk';

const KINDS = { png: 'PNG picture', csv: 'CSV table' } as const;

export async function chooseCurvesPlace(
  desk: Desk,
  { kind, name, bytes }: { readonly kind: keyof typeof KINDS; readonly name: string; readonly bytes: Uint8Array },
): Promise<Result<{ file: string } | null>> {
  const [stem = 'curves'] = fileStems([{ name }]);
  const chosen = await desk.around.dialogs.save('saveCurves', {
    title: `Save the curves as a ${KINDS[kind]}`,
    buttonLabel: 'Save',
    defaultPath: join(exportFolder(desk), `${stem}.${kind}`),
    filters: [{ name: KINDS[kind], extensions: [kind] }],
  });
  if (chosen === null) return ok(null);
  rememberExport(desk, dirname(chosen));
  const out = chosen.toLowerCase().endsWith(`.${kind}`) ? chosen : `${chosen}.${kind}`;
  const { file } = unwrap(await saveCurves(out, bytes));
  return ok({ file: basename(file) });
}
