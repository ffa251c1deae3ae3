// The preview of an export: one picture, drawn by the code that draws the file. The newest wish wins; only one is under way at a time.
import type { ExportRequest, PicturePreview } from '../../shared/contract/app';
import type { FrameId } from '../../shared/domain';
import type { Result } from '../../shared/result';
import { studio } from '../api';

export interface PreviewWish {
  readonly request: ExportRequest & { readonly fps: number };
  readonly frame: FrameId;
  readonly video: boolean;
  readonly card: boolean;
}

export class Previewer {
  private wanted: PreviewWish | null = null;
  private busy = false;

  constructor(
    private readonly show: (answer: Result<PicturePreview>) => void,
    private readonly working: (busy: boolean) => void,
  ) {}

  want(wish: PreviewWish | null): void {
    this.wanted = wish;
    if (!this.busy && wish) void this.work();
  }

  private async work(): Promise<void> {
    this.busy = true;
    this.working(true);
    while (this.wanted) {
      const { request, frame, video, card } = this.wanted;
      const wish = this.wanted;
      const answer = await studio.app.exportPreview({ ...request, frame, video, card });
      if (this.wanted !== wish) continue;
      this.wanted = null;
      this.show(answer);
    }
    this.busy = false;
    this.working(false);
  }
}

/** What the picture says, its curve's gaps included, in words. */
export const previewWords = ({ words, width, height, waiting }: PicturePreview): string =>
  [`${width} x ${height} px`, ...words, ...(waiting > 0 ? [`${waiting} frames of the curve are predicted when it is exported`] : [])].join(
    ', ',
  );
