// What is done with regions while two runs are compared: taken from the one that is seen there, from B, or the piece that only one of them predicts.
import { OTHER, ROAD } from '../../shared/domain';
import { insideWhere, regionAt } from '../../shared/mask/regions';
import { cutOf } from '../../shared/prediction/probabilities';
import { useView } from '../state/view';
import { takeRegion, takeWhole, type RegionAct, type Source } from './assist';
import type { MaskDocument } from './maskDocument';
import { services } from './services';
import { commitRegion, pixelAt } from './tools/regions';

export const comparingRuns = (): boolean => useView.getState().compare.kind === 'runs';

const pair = () => services().controller.pair;
const WAIT = 'The prediction of run B is on its way, or could not be made: see the line above the picture.';

/** From A; where only B says road, or B alone is seen there, from B. */
export const takeSeen: RegionAct = (document, source, at) =>
  takeRegion(document, pixelAt(at, document) && pair().seenAt(at) === 'b' ? pair().otherSource(source) : source, at);

export const takeOther: RegionAct = (document, source, at) => (pair().other ? takeRegion(document, pair().otherSource(source), at) : WAIT);

/** The whole prediction that is seen: B's only while B alone is. */
export function takeWholeSeen(document: MaskDocument, source: Source): string | null {
  const { compare, blinkOther } = useView.getState();
  const other = compare.kind === 'runs' && compare.show === 'blink' && blinkOther;
  return other ? takeWholeOther(document, source) : takeWhole(document, source);
}
export const takeWholeOther = (document: MaskDocument, source: Source): string | null =>
  pair().other ? takeWhole(document, pair().otherSource(source)) : WAIT;

export const acceptPiece: RegionAct = (document, source, at) => piece(document, source, at, ROAD);
export const rejectPiece: RegionAct = (document, source, at) => piece(document, source, at, OTHER);

/** The connected pixels around `at` that the same one of the two predicts alone become `value`. */
const piece = (document: MaskDocument, source: Source, at: { x: number; y: number }, value: number): string | null => {
  const pixel = pixelAt(at, document);
  const other = pair().otherSource(source);
  const [a, b] = [source.probabilities(), pair().other?.probabilities];
  if (!a || !b) return WAIT;
  const [cutA, cutB] = [cutOf(source.threshold()), cutOf(other.threshold())];
  const kinds = new Uint8Array(a.length);
  for (let i = 0; i < a.length; i++) kinds[i] = (a[i]! > cutA ? 1 : 0) + (b[i]! > cutB ? 2 : 0);
  const kind = pixel ? kinds[pixel.y * document.width + pixel.x]! : 0;
  if (!pixel || (kind !== 1 && kind !== 2)) return 'Point at a piece that only one of the two runs predicts.';
  const inside = insideWhere((one) => one === kind);
  const region = regionAt(kinds, document.width, document.height, pixel.x, pixel.y, inside)!;
  const whose = (kind === 1 ? source : other).prediction() ?? 'a prediction';
  const note = value === ROAD ? `piece taken from ${whose}` : `piece of ${whose} rejected`;
  if (commitRegion(document, region, value, value === ROAD ? source.options.over : onlyRoad(source), note)) return null;
  return value === ROAD
    ? 'This piece is road in the mask already, or is kept by Paint over.'
    : 'Nothing of this piece is road in the mask.';
};

/** What is rejected is road: other classes and ignore stay. */
const onlyRoad = ({ options: { over } }: Source): ReadonlySet<number> => new Set(over === null || over.has(ROAD) ? [ROAD] : []);
