import { end, type Step } from '../routing-case';

/** A mail of `send()` is routed on its first way back; what it causes in turn is not. */
const HOP_LIMIT = 1;

/**
 * Our own mail coming back is ignored. A mail made by `send()` (a contact form) goes on where the mail itself names one
 * of our aliases: the addresses that a mailbox serves say nothing of whom it was sent to.
 */
export const ownMail: Step = ({ facts: { own }, addressed, note }) => {
  if (!own) {
    note('own_mail', 'not_ours');
    return null;
  }
  const detail = { kind: own.kind, outbound: own.outboundId, hops: own.hops };
  const ignored = end('own_copy', { kind: own.kind });
  if (own.kind !== 'send') {
    note('own_mail', 'own_copy', detail);
    return ignored;
  }
  if (own.hops > HOP_LIMIT) {
    note('own_mail', 'own_copy_again', detail);
    return ignored;
  }
  if (addressed.aliases.length === 0 || addressed.group === 'server') {
    note('own_mail', 'own_copy_to_no_alias', detail);
    return ignored;
  }
  note('own_mail', 'routed_once', detail);
  return null;
};
