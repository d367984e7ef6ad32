import { end, type Step } from '../routing-case';

/**
 * What else arrives at the bounce address waits for a person: a bounce that nobody recognised must not make an entry,
 * whatever aliases stand beside the address. In stamps and in the list of what a mailbox serves, the bounce address
 * beside an alias is only the account that holds the alias's mail.
 */
export const bounceAddress: Step = ({ addressed, note }) => {
  if (!addressed.names('bounce')) {
    note('bounce_address', 'not_named');
    return null;
  }
  const detail = { group: addressed.group };
  const byAccount = addressed.group === 'delivery' || addressed.group === 'server';
  if (byAccount && addressed.aliases.length > 0) {
    note('bounce_address', 'only_the_account', detail);
    return null;
  }
  note('bounce_address', 'named', detail);
  return end('bounce_address');
};
