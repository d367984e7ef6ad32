import { AsyncLocalStorage } from 'node:async_hooks';

const current = new AsyncLocalStorage<number>();

/**
 * Runs work that a mail of our own caused. Mail that is sent inside of it carries the number on, so that a site that
 * writes to its own alias from a lifecycle does not answer itself for ever.
 * @param hops how often the mail that is being delivered came back to this site.
 */
export const withHops = <T>(hops: number, work: () => Promise<T>): Promise<T> => current.run(hops, work);

/** How often the mail came back because of which this is being sent; 0 outside of a delivery. */
export const currentHops = (): number => current.getStore() ?? 0;
