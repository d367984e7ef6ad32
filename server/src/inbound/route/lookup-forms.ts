import { localPartOf } from '../../mail';

/**
 * The local parts under which a claimed address is looked up, the longest first: as written, then without its
 * sub-address (RFC 5233), `support+x7k2` as `support`. Names that contain the delimiter themselves are found too:
 * `new-orders-x7k2` gives `new-orders-x7k2`, `new-orders` and `new`. Lower case; none for a text without `@`.
 * @param delimiter of the alias domain; null when it has no sub-addressing.
 */
export const lookupForms = (address: string, { delimiter }: { delimiter: '+' | '-' | null }): string[] => {
  const local = localPartOf(address);
  if (local === '') return [];
  if (delimiter === null) return [local];
  const cuts = [local.lastIndexOf(delimiter), local.indexOf(delimiter)].filter((position) => position > 0);
  return [...new Set([local, ...cuts.map((position) => local.slice(0, position))])];
};
