import { Alert, Box, Button, Dialog, Flex, TextButton, Typography } from '@strapi/design-system';
import { ConfirmDialog, useNotification, usePersistentState } from '@strapi/strapi/admin';
import type { Site } from '../../../contracts';
import { useErrorText, useSiteQuery, useTakeOverMutation } from '../api';
import { useText } from '../i18n';
import { PERMISSIONS, useMay } from '../permissions';
import { PLUGIN_ID } from '../pluginId';

const TakeOver = () => {
  const text = useText();
  const errorText = useErrorText();
  const { toggleNotification } = useNotification();
  const [takeOver, { isLoading }] = useTakeOverMutation();

  const confirm = async () => {
    const answer = await takeOver(undefined);
    if ('error' in answer) toggleNotification({ type: 'danger', message: errorText(answer.error) });
    else toggleNotification({ type: 'success', message: text('site.takeOver.done') });
  };

  return (
    <Dialog.Root>
      <Dialog.Trigger>
        <Button size="S" loading={isLoading}>
          {text('site.copy.takeOver')}
        </Button>
      </Dialog.Trigger>
      <ConfirmDialog
        title={text('site.takeOver.title')}
        endAction={
          <Dialog.Action>
            <Button fullWidth onClick={() => void confirm()}>
              {text('site.copy.takeOver')}
            </Button>
          </Dialog.Action>
        }
      >
        {text('site.takeOver.body')}
      </ConfirmDialog>
    </Dialog.Root>
  );
};

const CopyBanner = ({ site, onQuiet }: { site: Site; onQuiet: () => void }) => {
  const text = useText();
  const mayTakeOver = useMay(PERMISSIONS.takeOver);
  return (
    <Alert
      variant="warning"
      title={text('site.copy.title')}
      titleAs="h2"
      closeLabel={text('site.copy.close')}
      onClose={onQuiet}
      action={
        <Flex gap={2} wrap="wrap">
          {mayTakeOver && <TakeOver />}
          <Button size="S" variant="tertiary" onClick={onQuiet}>
            {text('site.copy.keepQuiet')}
          </Button>
        </Flex>
      }
    >
      {text('site.copy.body', { owner: site.owner ?? text('site.unknown'), here: site.here })}
      {mayTakeOver ? '' : ` ${text('site.copy.ask')}`}
    </Alert>
  );
};

/** A reminder that stays: a site that fetches nothing must not look as if no mail came. */
const QuietLine = ({ onReconsider }: { onReconsider: () => void }) => {
  const text = useText();
  return (
    <Flex gap={2} wrap="wrap" background="warning100" hasRadius padding={3} role="status">
      <Typography variant="omega" textColor="neutral800">
        {text('site.copy.quiet')}
      </Typography>
      <TextButton onClick={onReconsider}>{text('site.copy.reconsider')}</TextButton>
    </Flex>
  );
};

/**
 * Says that this looks like a copy of another site, and what that means. *Keep quiet* leaves it so and is remembered in
 * this browser, for this copy.
 */
export const SiteBanner = () => {
  const mayRead = useMay(PERMISSIONS.readSite);
  const { data: site } = useSiteQuery(undefined, { skip: !mayRead });
  const [quietFor, setQuietFor] = usePersistentState<string>(`${PLUGIN_ID}.quiet-copy`, '');

  if (site?.state !== 'copy') return null;
  const copy = `${site.owner ?? ''} → ${site.here}`;
  return (
    <Box paddingBottom={4}>
      {quietFor === copy ? (
        <QuietLine onReconsider={() => setQuietFor('')} />
      ) : (
        <CopyBanner site={site} onQuiet={() => setQuietFor(copy)} />
      )}
    </Box>
  );
};
