/** Minutes in each unit, the longest first. */
const MINUTES = { days: 1440, hours: 60, minutes: 1 } as const;

export type Unit = keyof typeof MINUTES;

export const UNITS = ['minutes', 'hours', 'days'] as const satisfies readonly Unit[];

/** How often, as people say it. */
export interface Interval {
  count: number;
  unit: Unit;
}

/** In the longest unit of which it is a whole number. */
export const intervalOf = (minutes: number): Interval => {
  // Object.keys gives the keys of the object above, in its order.
  const units = Object.keys(MINUTES) as Unit[];
  const unit = units.find((candidate) => minutes % MINUTES[candidate] === 0) ?? 'minutes';
  return { count: minutes / MINUTES[unit], unit };
};

/** What was typed in minutes; the server judges whether it will do. Null: it is no number. */
export const minutesOf = (typed: string | null, unit: Unit): number | null => {
  const count = Number(typed?.trim());
  return typed === null || !Number.isFinite(count) ? null : count * MINUTES[unit];
};
