// Images a second, as exact as it matters.
export const speedOf = (images: number): string => (images < 10 ? images.toFixed(1) : `${Math.round(images)}`);
