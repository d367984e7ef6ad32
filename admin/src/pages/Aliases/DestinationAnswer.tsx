import { Flex, Link, Typography } from '@strapi/design-system';
import { Link as RouterLink } from 'react-router-dom';
import type { Destination, DestinationWay } from '../../../../contracts';
import { useContentTypes } from '../../components';
import { useText } from '../../i18n';
import { sentenceOf, wayOf } from './destination-words';

/** What one mailbox makes of the mail, where it is not the usual. */
const Mailbox = ({ way }: { way: DestinationWay }) => {
  const text = useText();
  const { nameOf } = useContentTypes();
  const mailbox = way.mailbox?.name ?? '';
  const values = { mailbox, contentType: nameOf(way.contentType), alias: way.alias?.address ?? '' };
  return (
    <Typography tag="li" lineHeight={6} style={{ overflowWrap: 'anywhere' }}>
      {text(wayOf(way), values)}
    </Typography>
  );
};

/** The destination of an address in words. */
export const DestinationAnswer = ({ destination }: { destination: Destination }) => {
  const text = useText();
  const { nameOf } = useContentTypes();
  const { address, holder, ways } = destination;
  const alias = holder?.alias;
  const values = {
    address,
    alias: alias?.address ?? '',
    contentType: nameOf(ways[0]?.contentType ?? alias?.contentType ?? null),
  };
  const others = ways.filter(({ mailbox }) => mailbox !== null);
  return (
    <Flex direction="column" alignItems="stretch" gap={2}>
      <Typography lineHeight={6} style={{ overflowWrap: 'anywhere' }}>
        {text(sentenceOf(destination), values)}
      </Typography>
      {others.length > 0 && (
        <Flex tag="ul" direction="column" alignItems="stretch" paddingLeft={5} style={{ listStyle: 'disc' }}>
          {others.map((way) => (
            <Mailbox key={way.mailbox?.documentId} way={way} />
          ))}
        </Flex>
      )}
      <Typography variant="pi" textColor="neutral600">
        {text('alias.destination.replies')}
      </Typography>
      {alias && (
        <Link tag={RouterLink} to={alias.documentId}>
          {text('alias.destination.open', { alias: alias.address })}
        </Link>
      )}
    </Flex>
  );
};
