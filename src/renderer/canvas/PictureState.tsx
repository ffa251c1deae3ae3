// When the picture is not simply there: on its way, or why it cannot be shown.
import { LoaderCircle } from 'lucide-react';
import { useLive } from '../state/live';
import { useFrame } from '../state/session';
import { useView } from '../state/view';
import { Button } from '../ui/Button';
import { services } from './services';

export function PictureState() {
  const frame = useFrame(useView((s) => s.frame));
  const picture = useLive((s) => s.picture);
  const pictureMessage = useLive((s) => s.pictureMessage);
  const mask = useLive((s) => s.mask);
  const maskMessage = useLive((s) => s.maskMessage);
  if (!frame) return null;
  if (picture === 'busy') {
    return (
      <p className="picture-busy" role="status">
        <LoaderCircle size={14} className="spin" aria-hidden />
        {frame.name}
      </p>
    );
  }
  const failure = picture === 'failed' ? pictureMessage : mask === 'failed' ? maskMessage : null;
  if (failure === null) return null;
  return (
    <div className={picture === 'failed' ? 'picture-failed' : 'picture-failed mask'} role="alert">
      <b>{picture === 'failed' ? `${frame.name} cannot be shown` : `The mask of ${frame.name} cannot be shown`}</b>
      <p>{failure}</p>
      <Button onClick={() => services().flow.again('frame')}>Try again</Button>
    </div>
  );
}
