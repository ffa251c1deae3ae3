// A name cut in its middle when there is no room: the ends of frame names are what tells them apart.
export function Name({ text, tail = 8 }: { text: string; tail?: number }) {
  const cut = Math.max(0, text.length - tail);
  return (
    <span className="name" title={text}>
      <span className="cut">{text.slice(0, cut)}</span>
      <span>{text.slice(cut)}</span>
    </span>
  );
}
