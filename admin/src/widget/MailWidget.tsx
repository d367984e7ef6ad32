import { Box, Flex, Grid, Typography } from '@strapi/design-system';
import { Widget } from '@strapi/strapi/admin';
import { useIntl } from 'react-intl';
import { Link } from 'react-router-dom';
import { styled } from 'styled-components';
import { SUMMARY_DAYS, SUMMARY_LIMIT } from '../../../contracts';
import {
  useInboundSummaryQuery,
  useIncomingServersQuery,
  useOutboundSummaryQuery,
  useOutgoingServersQuery,
} from '../api';
import { useText, type TextKey } from '../i18n';
import { PERMISSIONS, useMay } from '../permissions';
import { PLUGIN_ID } from '../pluginId';
import { healthOf, sendingStateOf } from '../words';

const RECEIVED = `/plugins/${PLUGIN_ID}/received`;
const SETTINGS = `/settings/${PLUGIN_ID}`;

const Quiet = styled(Link)`
  text-decoration: none;
`;

interface Number {
  label: TextKey;
  count: number;
  /** Whether a person has to do something about it. */
  isWaiting?: boolean;
  /** Where they are listed. */
  to?: string;
}

const Tile = ({ label, count, isWaiting = false, to }: Number) => {
  const text = useText();
  const { formatNumber } = useIntl();
  const tile = (
    <Box padding={3} background={isWaiting ? 'warning100' : 'neutral100'} hasRadius>
      <Typography variant="alpha" tag="p" textColor="neutral800">
        {count >= SUMMARY_LIMIT ? text('widget.more', { limit: SUMMARY_LIMIT }) : formatNumber(count)}
      </Typography>
      <Typography variant="pi" textColor={isWaiting ? 'neutral800' : 'neutral600'}>
        {text(label, { days: SUMMARY_DAYS, count })}
      </Typography>
    </Box>
  );
  return (
    <Grid.Item col={6} xs={12} direction="column" alignItems="stretch" tag="li">
      {to ? <Quiet to={to}>{tile}</Quiet> : tile}
    </Grid.Item>
  );
};

/** How many servers do not work, for who may see them. Numbers of mail are shown without: they may be all there is. */
const useFailing = (): { isLoading: boolean; outgoing: number; incoming: number } => {
  const mayReadServers = useMay(PERMISSIONS.readServers);
  const outgoing = useOutgoingServersQuery(undefined, { skip: !mayReadServers });
  const incoming = useIncomingServersQuery(undefined, { skip: !mayReadServers });
  const broken = (outgoing.data ?? []).filter((server) =>
    ['failing', 'paused'].includes(sendingStateOf(server))
  );
  return {
    isLoading: outgoing.isLoading || incoming.isLoading,
    outgoing: broken.length,
    incoming: (incoming.data ?? []).filter((server) => healthOf(server).tone === 'danger').length,
  };
};

/** On the home page: what came, what left, and what waits for a person. */
export const MailWidget = () => {
  const text = useText();
  const mayReadSent = useMay(PERMISSIONS.readSent);
  const inbound = useInboundSummaryQuery(undefined);
  const outbound = useOutboundSummaryQuery(undefined, { skip: !mayReadSent });
  const failing = useFailing();

  if (inbound.error || outbound.error) return <Widget.Error>{text('widget.error')}</Widget.Error>;
  if (!inbound.data || (mayReadSent && !outbound.data) || failing.isLoading) return <Widget.Loading />;

  const { attention, received } = inbound.data;
  const sent = outbound.data;
  const numbers: Number[] = [
    { label: 'widget.received', count: received, to: RECEIVED },
    ...(sent ? [{ label: 'widget.accepted', count: sent.accepted } as const] : []),
    ...(sent && sent.queued > 0 ? [{ label: 'widget.queued', count: sent.queued } as const] : []),
  ];
  const waiting: Number[] = [
    { label: 'widget.outgoing' as const, count: failing.outgoing, to: `${SETTINGS}/outgoing-servers` },
    { label: 'widget.incoming' as const, count: failing.incoming, to: `${SETTINGS}/incoming-servers` },
    { label: 'widget.attention' as const, count: attention, to: `${RECEIVED}?state=attention` },
    { label: 'widget.uncertain' as const, count: sent?.uncertain ?? 0 },
  ].filter(({ count }) => count > 0);
  return (
    <Flex id="mail-gateway-summary" direction="column" alignItems="stretch" gap={4}>
      <Grid.Root gap={3} tag="ul" style={{ listStyle: 'none' }}>
        {[...waiting.map((number) => ({ ...number, isWaiting: true })), ...numbers].map((number) => (
          <Tile key={number.label} {...number} />
        ))}
      </Grid.Root>
      {waiting.length === 0 && <Typography textColor="neutral600">{text('widget.good')}</Typography>}
    </Flex>
  );
};
