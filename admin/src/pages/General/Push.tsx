import { Box, Flex, Typography } from '@strapi/design-system';
import type { Listener } from '../../../../contracts';
import { useHealthQuery, useListenersQuery } from '../../api';
import { ContentTypesProvider, Panel, ToneWord, useContentTypes } from '../../components';
import { useText } from '../../i18n';
import { PERMISSIONS, useMay } from '../../permissions';

const TONES = { off: 'secondary', listening: 'success', waiting: 'warning', failed: 'danger' } as const;

/** Whether mail servers can hand mail over by this protocol. */
const Door = ({ listener }: { listener: Listener }) => {
  const text = useText();
  const { host, message, port, protocol, state } = listener;
  const tone = TONES[state];
  const place = `${host ?? ''}:${port ?? ''}`;
  const isIdle = state === 'off' && port !== null;
  return (
    <Flex gap={3} wrap="wrap">
      <Box minWidth="5rem">
        <Typography fontWeight="bold" textColor="neutral800">
          {protocol.toUpperCase()}
        </Typography>
      </Box>
      <ToneWord tone={tone}>
        {text(isIdle ? 'general.push.idle' : `general.push.${state}`, { place })}
      </ToneWord>
      {(state === 'waiting' || state === 'failed') && (
        <Typography variant="pi" textColor="neutral600">
          {message}
        </Typography>
      )}
    </Flex>
  );
};

const Doors = () => {
  const text = useText();
  const { data: listeners = [] } = useListenersQuery(undefined);
  return (
    <>
      {listeners.map((listener) => (
        <Door key={listener.protocol} listener={listener} />
      ))}
      {listeners.every(({ port }) => port === null) && (
        <Typography textColor="neutral600">{text('general.push.how')}</Typography>
      )}
    </>
  );
};

const Slow = ({ contentType, milliseconds }: { contentType: string; milliseconds: number }) => {
  const text = useText();
  const { nameOf } = useContentTypes();
  return (
    <Box background="warning100" hasRadius padding={4} role="status">
      <Typography textColor="neutral800">
        {text('general.slow', { contentType: nameOf(contentType), milliseconds })}
      </Typography>
    </Box>
  );
};

const Warnings = () => {
  const { data: health } = useHealthQuery(undefined);
  if (!health || health.slowContentTypes.length === 0) return null;
  return (
    <ContentTypesProvider>
      {health.slowContentTypes.map((slow) => (
        <Slow key={slow.contentType} {...slow} />
      ))}
    </ContentTypesProvider>
  );
};

/** Whether mail comes in at once, and what slows it down. */
export const Push = () => {
  const text = useText();
  const mayReadServers = useMay(PERMISSIONS.readServers);
  const mayReadSite = useMay(PERMISSIONS.readSite);
  if (!mayReadServers) return mayReadSite ? <Warnings /> : null;
  return (
    <Panel title={text('general.push')}>
      <Doors />
      {mayReadSite && <Warnings />}
    </Panel>
  );
};
