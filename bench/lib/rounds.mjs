import { say } from '../../scripts/lib/log.mjs';

/**
 * Measures sides in turn (A B A B …), so that what the machine does meanwhile meets all of them. The first round warms
 * up and is thrown away; who begins changes from round to round.
 *
 * @template T
 * @param {number} rounds
 * @param {string[]} sides names
 * @param {(side: string, round: number) => Promise<T>} measure round 0 is the one that warms up
 * @returns {Promise<Record<string, T>[]>} of each round what `measure` answered, by side
 */
export async function inTurn(rounds, sides, measure) {
  const results = [];
  for (let round = 0; round <= rounds; round += 1) {
    const order = round % 2 === 0 ? sides : [...sides].reverse();
    const result = {};
    for (const side of order) {
      result[side] = await measure(side, round);
      say(`${round === 0 ? 'warm-up' : `round ${round} of ${rounds}`}, ${side}: ${result[side].label}`);
    }
    if (round > 0) results.push(result);
  }
  return results;
}
