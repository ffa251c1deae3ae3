// Smoothing of curves: an exponential moving average whose start is not pulled towards nothing. Pure.

/**
 * What TensorBoard's slider does (its line chart's resmoothDataset): s = s * weight + (1 - weight) * value from s = 0, shown divided by 1 - weight^n,
 * which takes out the pull of that 0 (the correction of Adam's moments, Kingma & Ba 2015, section 3). `weight`: 0 (as it is) .. below 1.
 * What was not measured stays so and is skipped.
 */
export function smoothed(values: readonly (number | null)[], weight: number): (number | null)[] {
  if (weight <= 0) return [...values];
  let [sum, left] = [0, 1];
  return values.map((value) => {
    if (value === null || !Number.isFinite(value)) return value;
    sum = sum * weight + (1 - weight) * value;
    left *= weight;
    return sum / (1 - left);
  });
}
