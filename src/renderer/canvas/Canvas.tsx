// The picture: the middle of the window, edge to edge. Takes everything from the stores.
export function Canvas() {
  return <div className="rb-canvas" />;
}
