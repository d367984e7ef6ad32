import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const SOURCE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** The part of axe's answer that is used here. */
interface AxeResults {
  violations: { id: string; impact: string | null; nodes: { html: string; failureSummary?: string }[] }[];
}

const JUDGED = ['serious', 'critical'];

/**
 * Looks for barriers in a part of the page.
 * @param within a selector; what Strapi draws around it is not judged.
 * @returns the serious and critical ones: rule, and the beginning of each element that breaks it.
 */
export const seriousBarriers = async (page: Page, within: string): Promise<string[]> => {
  await page.evaluate(SOURCE);
  const { violations } = await page.evaluate(async (selector): Promise<AxeResults> => {
    // axe puts itself into the window; it has no types there.
    const { axe } = window as unknown as { axe: { run(context: unknown): Promise<AxeResults> } };
    return axe.run({ include: [[selector]] });
  }, within);
  return violations
    .filter(({ impact }) => impact !== null && JUDGED.includes(impact))
    .flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} (${failureSummary ?? ''})`)
    );
};
