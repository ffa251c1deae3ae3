// Frame ruler and epoch ruler: dragging along frames and along epochs is one gesture in two directions.
export function Rulers() {
  return <div className="rb-rulers" />;
}
