import type { z } from 'zod';

const presentValue = (value: unknown): unknown => {
  if (value instanceof Date) return value.toISOString();
  return value ?? null;
};

/**
 * A row as an answer: the fields of the contract and no others, so that a column added later is not shown by accident.
 * @param more what does not stand in the row, or stands there in another form.
 */
export const present = <Shape extends z.ZodRawShape>(
  contract: z.ZodObject<Shape>,
  row: Record<string, unknown>,
  more: Partial<z.output<z.ZodObject<Shape>>> = {}
): z.output<z.ZodObject<Shape>> => {
  const fields = Object.keys(contract.shape).map((field) => [field, presentValue(row[field])]);
  // The row was written through the same contract; a value that somebody damaged is shown rather than hidden.
  return { ...Object.fromEntries(fields), ...more } as z.output<z.ZodObject<Shape>>;
};
