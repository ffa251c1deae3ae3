// A class's colour as a small square; other is empty, ignore a checker, as the picture shows them.
import { IGNORE, OTHER, type LabelClass } from '../../shared/domain';

export function Swatch({ of: { id, colour } }: { of: Pick<LabelClass, 'id' | 'colour'> }) {
  const plain = id === IGNORE ? 'ignore' : id === OTHER ? 'other' : null;
  return <i className={plain ? `swatch ${plain}` : 'swatch'} style={plain ? undefined : { background: colour }} />;
}
