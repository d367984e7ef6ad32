/** The value of which `part` (0 to 1) of the values are at most as large (nearest rank). */
export function quantile(values, part) {
  const sorted = [...values].sort((left, right) => left - right);
  const rank = Math.max(1, Math.ceil(part * sorted.length));
  return sorted[rank - 1];
}

/** The middle value; of an even number the mean of the two in the middle. */
export function median(values) {
  const sorted = [...values].sort((left, right) => left - right);
  const middle = sorted.length / 2;
  return Number.isInteger(middle) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[Math.floor(middle)];
}

/** A number with so many digits behind the point, as text. */
export const fixed = (value, digits = 0) => value.toFixed(digits);

/** `205/s` */
export const perSecond = (count, milliseconds) => `${fixed((count * 1000) / milliseconds)}/s`;

/** How much each value is larger than the one before it, by the straight line that lies closest to all of them. */
export function slope(values) {
  const middle = (values.length - 1) / 2;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const spread = values.reduce((sum, _value, index) => sum + (index - middle) ** 2, 0);
  const rise = values.reduce((sum, value, index) => sum + (index - middle) * (value - mean), 0);
  return spread === 0 ? 0 : rise / spread;
}
