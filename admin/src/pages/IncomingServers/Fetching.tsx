import * as React from 'react';
import { Alert, Box, Button, Flex, Link, Loader, Typography } from '@strapi/design-system';
import { Download } from '@strapi/icons';
import { useForm, useNotification } from '@strapi/strapi/admin';
import { Link as RouterLink } from 'react-router-dom';
import type { FetchResult, IncomingServer } from '../../../../contracts';
import {
  useErrorText,
  useFetchIncomingServerMutation,
  useLazyFetchProgressQuery,
  useRefresh,
} from '../../api';
import { FailureAlert, Panel } from '../../components';
import { useText } from '../../i18n';
import { PERMISSIONS, useMay } from '../../permissions';
import { PLUGIN_ID } from '../../pluginId';

const PROGRESS_EVERY_MS = 1000;

/** A run that somebody asked for on this page. */
export interface Fetching {
  isLoading: boolean;
  result: FetchResult | null;
  /** Mails looked at and taken in so far; null before the first. */
  progress: { listed: number; stored: number } | null;
  start(): void;
  forget(): void;
}

/** Fetches a mailbox now, and asks how far that has come while it goes on. */
export const useFetching = (documentId: string): Fetching => {
  const errorText = useErrorText();
  const { toggleNotification } = useNotification();
  const [fetchNow, { isLoading, data, reset }] = useFetchIncomingServerMutation();
  const [ask, { data: progress }] = useLazyFetchProgressQuery();
  const refresh = React.useCallback(() => void ask(documentId), [ask, documentId]);
  useRefresh(refresh, isLoading ? PROGRESS_EVERY_MS : null);

  const start = async () => {
    const answer = await fetchNow(documentId);
    if ('error' in answer) toggleNotification({ type: 'danger', message: errorText(answer.error) });
  };
  return {
    isLoading,
    result: data ?? null,
    progress: progress ?? null,
    start: () => void start(),
    forget: reset,
  };
};

/** Starts a run of a mailbox as it is saved, where runs are possible. */
export const FetchButton = ({ server, fetching }: { server: IncomingServer; fetching: Fetching }) => {
  const text = useText();
  const modified = useForm('FetchButton', (form) => form.modified);
  if (server.state !== 'confirmed' || !server.active || modified) return null;
  return (
    <Button
      variant="secondary"
      startIcon={<Download />}
      loading={fetching.isLoading}
      onClick={fetching.start}
    >
      {text('incoming.fetch')}
    </Button>
  );
};

const BESIDES = ['duplicates', 'oversize', 'skipped', 'postponed', 'unfetchable'] as const;

const Result = ({ result, onClose }: { result: FetchResult; onClose: () => void }) => {
  const text = useText();
  const closing = { closeLabel: text('test.close'), onClose };
  const { failure, outcome, warning } = result;
  const besides = BESIDES.filter((name) => result[name] > 0);
  if (failure) return <FailureAlert failure={failure} onClose={onClose} />;
  const said =
    outcome === 'fetched' || outcome === 'failed'
      ? text('incoming.fetch.fetched', { stored: result.stored })
      : text(`incoming.fetch.${outcome}`);
  return (
    <>
      <Alert variant={outcome === 'fetched' ? 'success' : 'default'} title={said} {...closing}>
        {besides.map((name) => text(`incoming.fetch.${name}`, { count: result[name] })).join('; ')}
      </Alert>
      {warning && <FailureAlert failure={warning} variant="warning" onClose={onClose} />}
    </>
  );
};

interface Props {
  fetching: Fetching;
  documentId: string;
}

/** How far a run has come, and what it did. */
export const FetchReport = ({ fetching, documentId }: Props) => {
  const text = useText();
  const mayRead = useMay(PERMISSIONS.readReceived);
  const { forget, isLoading, progress, result } = fetching;
  if (isLoading) {
    return (
      <Panel title={text('incoming.fetch.title')}>
        <Flex gap={3} role="status">
          <Loader small>{text('incoming.fetch.title')}</Loader>
          <Typography textColor="neutral800">
            {progress
              ? text('incoming.fetch.running', { listed: progress.listed, stored: progress.stored })
              : text('incoming.fetch.begun')}
          </Typography>
        </Flex>
      </Panel>
    );
  }
  if (!result) return null;
  return (
    <Flex direction="column" alignItems="stretch" gap={3} role="status">
      <Result result={result} onClose={forget} />
      {mayRead && result.stored > 0 && (
        <Box>
          <Link tag={RouterLink} to={`/plugins/${PLUGIN_ID}/received?server=${documentId}`}>
            {text('incoming.fetch.show')}
          </Link>
        </Box>
      )}
    </Flex>
  );
};
