import type { Destination, DestinationWay } from '../../../../contracts';
import type { TextKey } from '../../i18n';

/** What a mail to the address comes to, on the usual way. */
export const sentenceOf = ({ holder, ways }: Destination): TextKey => {
  const usual = ways.find(({ mailbox }) => mailbox === null);
  if (usual?.contentType && usual.alias) return 'alias.destination.alias';
  switch (holder?.kind) {
    case 'alias':
      return 'alias.destination.inactive';
    case 'catchall':
      return 'alias.destination.catchall';
    case 'bounce':
      return 'alias.destination.bounce';
    case 'default-from':
      return 'alias.destination.sender';
    case undefined:
      return 'alias.destination.nobody';
  }
};

/** What a mailbox makes of it. */
export const wayOf = ({ contentType, alias }: DestinationWay): TextKey => {
  if (contentType === null) return 'alias.destination.mailbox.waits';
  return alias ? 'alias.destination.mailbox.alias' : 'alias.destination.mailbox.fallback';
};
