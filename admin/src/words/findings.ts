type DetailValue = string | number | boolean | null | readonly string[];

/** One finding on the way to a decision, as the server noted it. */
export interface Finding {
  step: string;
  code: string;
  detail: Readonly<Record<string, DetailValue>>;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isDetailValue = (value: unknown): value is DetailValue =>
  value === null ||
  ['string', 'number', 'boolean'].includes(typeof value) ||
  (Array.isArray(value) && value.every((item) => typeof item === 'string'));

const detailOf = (value: unknown): Finding['detail'] =>
  Object.fromEntries(
    Object.entries(isRecord(value) ? value : {}).filter((entry): entry is [string, DetailValue] =>
      isDetailValue(entry[1])
    )
  );

/** The findings of a stored decision, in order. What has another form, as after an update, is left out. */
export const findingsOf = (route: unknown): Finding[] => {
  const evidence = isRecord(route) ? route.evidence : null;
  return (Array.isArray(evidence) ? evidence : []).flatMap((item: unknown) =>
    isRecord(item) && typeof item.step === 'string' && typeof item.code === 'string'
      ? [{ step: item.step, code: item.code, detail: detailOf(item.detail) }]
      : []
  );
};

/** Findings that only say that a question had no answer here. */
const PASSED = new Set([
  'recipients.group_empty',
  'recipients.group_passed_over',
  'own_mail.not_ours',
  'report.no_report',
  'auto_reply.no_auto_reply',
  'bounce_address.not_named',
  'loop_tag.absent',
  'references.none',
  'alias.none_named',
  'thread.no_parent',
  'fallback.none_set',
  'catchall.not_named',
  'catchall.only_the_account',
  'bounce_address.only_the_account',
  'loop_window.exempt',
  'loop_window.within',
]);

/** Whether the finding tells something about the outcome. */
export const isTelling = ({ step, code }: Finding): boolean => !PASSED.has(`${step}.${code}`);

/** What mattered, each thing once: several places of a mail may name the same address. */
export const tellingOf = (findings: readonly Finding[]): Finding[] => {
  const said = new Set<string>();
  return findings.filter((finding) => {
    const { step, code, detail } = finding;
    const what = JSON.stringify([step, code, detail.address, detail.thread]);
    if (!isTelling(finding) || said.has(what)) return false;
    said.add(what);
    return true;
  });
};
