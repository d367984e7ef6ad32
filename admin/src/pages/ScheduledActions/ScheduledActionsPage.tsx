import { Box, Flex, Loader } from '@strapi/design-system';
import { Layouts, Page } from '@strapi/strapi/admin';
import { useErrorText, useRefresh, useScheduledActionsQuery } from '../../api';
import { LoadFailed, SiteBanner } from '../../components';
import { useText } from '../../i18n';
import { PERMISSIONS } from '../../permissions';
import { ActionTable } from './ActionTable';
import { useRuns } from './use-runs';

/** Between two looks, in milliseconds. */
const INTERVAL = 15_000;

const Body = () => {
  const text = useText();
  const errorText = useErrorText();
  const { data: actions, error, fulfilledTimeStamp = 0, refetch } = useScheduledActionsQuery(undefined);
  const runs = useRuns(async () => (await refetch()).data);
  useRefresh(refetch, INTERVAL);

  // What was loaded before is shown on when a later look fails.
  if (error && !actions) {
    return (
      <LoadFailed message={`${text('actions.error')}: ${errorText(error)}`} onRetry={() => void refetch()} />
    );
  }
  if (!actions) {
    return (
      <Flex justifyContent="center" padding={10}>
        <Loader>{text('actions.loading')}</Loader>
      </Flex>
    );
  }
  return <ActionTable actions={actions} now={fulfilledTimeStamp} runs={runs} />;
};

/** *Settings → Mail Gateway → Scheduled actions*: what the gateway does by the clock. */
export const ScheduledActionsPage = () => {
  const text = useText();
  return (
    <Page.Protect permissions={[PERMISSIONS.readScheduledActions]}>
      <Page.Main>
        <Page.Title>{text('actions.title')}</Page.Title>
        <Layouts.Header title={text('actions.title')} subtitle={text('actions.subtitle')} />
        <Layouts.Content>
          <Box paddingBottom={10}>
            <SiteBanner />
            <Body />
          </Box>
        </Layouts.Content>
      </Page.Main>
    </Page.Protect>
  );
};
