/** Year, month and day of UTC, two or four digits each. */
export const dayOf = (moment: Date): string[] => moment.toISOString().slice(0, 10).split('-');

/** Hours and minutes of UTC. */
export const timeOf = (moment: Date): string => moment.toISOString().slice(11, 16);
