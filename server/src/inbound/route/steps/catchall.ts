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
  const followed = sender.follows.find(({ entryExists }) => entryExists);
  if (followed) {
    const { threadId: thread, contentType, entry } = followed;
    const threads = sender.follows.map(({ threadId }) => threadId);
    note('catchall', 'sender_follows', { sender: sender.address, threads });
    return end('suggestion', { by: 'follower', thread, contentType, entry, sender: sender.address });
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
