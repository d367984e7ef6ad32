import { normaliseAddress, oneLine } from '../../mail';
import { fieldGroups, fieldValue, type FieldGroup } from './fields';
import { statusOf } from './status-codes';
import type { ReportAction, ReportedRecipient } from './types';

/** Fields that stand once for each recipient: when one comes again, the next recipient has begun. */
const OPENERS = new Set(['original-recipient', 'final-recipient', 'action']);
const ACTION = /^\s{0,5}(failed|delayed|delivered|relayed|expanded)\b/i;

/** `rfc822; user@host`, `utf-8; us\x{E9}r@host` (RFC 6533 3), with or without brackets. */
export const addressOfField = (value: string | null): string | null => {
  if (value === null) return null;
  const bare = value
    .slice(0, 500)
    .replace(/^[\w-]{1,20}\s{0,5};\s{0,5}/, '')
    .replace(/\\x\{([0-9A-F]{1,6})\}/gi, (whole, hex: string) => {
      const code = Number.parseInt(hex, 16);
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    });
  const bracketed = /<([^<>]{3,320})>/.exec(bare)?.[1] ?? bare.replace(/^[<\s]{1,5}|[>\s]{1,5}$/g, '');
  return normaliseAddress(oneLine(bracketed));
};

const actionOf = (group: FieldGroup): ReportAction => {
  const stated = ACTION.exec(fieldValue(group, 'action') ?? '')?.[1]?.toLowerCase();
  // The pattern lets nothing else through.
  if (stated !== undefined) return stated as ReportAction;
  const status = fieldValue(group, 'status')?.[0];
  if (status === '4') return 'delayed';
  return status === '2' ? 'delivered' : 'failed';
};

/** A group may run several recipients together where a mailer forgot the empty line. */
const recipientGroups = (group: FieldGroup): FieldGroup[] => {
  const groups: { name: string; value: string }[][] = [];
  for (const field of group) {
    const current = groups.at(-1);
    const again = OPENERS.has(field.name) && current?.some(({ name }) => name === field.name);
    if (again || !current) groups.push([field]);
    else current.push(field);
  }
  return groups.filter((fields) => fields.some(({ name }) => OPENERS.has(name)));
};

const recipientOf = (group: FieldGroup): ReportedRecipient => {
  const said = fieldValue(group, 'diagnostic-code');
  const diagnostic =
    said === null ? null : oneLine(said.replace(/^(?:smtp|x-[\w-]{1,30})\s{0,5};\s{0,5}/i, ''));
  return {
    address: addressOfField(fieldValue(group, 'final-recipient')),
    original: addressOfField(fieldValue(group, 'original-recipient')),
    action: actionOf(group),
    status: statusOf(fieldValue(group, 'status'), diagnostic),
    diagnostic,
  };
};

/** A delivery status (RFC 3464, RFC 6533): what it says of each recipient, and the ENVID. */
export const readDeliveryStatus = (
  text: string
): { recipients: ReportedRecipient[]; envelopeId: string | null } => {
  const groups = fieldGroups(text);
  return {
    recipients: groups.flatMap(recipientGroups).map(recipientOf),
    envelopeId:
      groups.map((group) => fieldValue(group, 'original-envelope-id')).find((id) => id !== null) ?? null,
  };
};
