import { addressKey } from '../../../mail';
import { end, type Step } from '../routing-case';

/**
 * Only the catchall address and no proof: a follower's mail is shown to a person, a stranger's is rejected. A stranger's
 * mail that merely lies in the catchall's mailbox was not sent to it and goes on.
 */
export const catchallOnly: Step = ({ facts: { sender, groups, claims }, addressed, note }) => {
  if (!addressed.names('catchall')) {
    note('catchall', 'not_named');
    return null;
  }
  const [thread] = sender.follows;
  if (thread !== undefined) {
    note('catchall', 'sender_follows', { sender: sender.address, threads: sender.follows });
    return end('suggestion', { by: 'follower', thread, sender: sender.address });
  }
  if (addressed.group === 'server') {
    note('catchall', 'only_the_account');
    return null;
  }
  const address = groups
    .flatMap(({ addresses }) => addresses)
    .find((candidate) => claims.get(addressKey(candidate))?.kind === 'catchall');
  note('catchall', 'no_proof', { sender: sender.address });
  return end('catchall_no_proof', { address });
};
