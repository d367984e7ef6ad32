import { Box, Button, EmptyStateLayout } from '@strapi/design-system';
import { Code } from '@strapi/icons';
import { Layouts, Page } from '@strapi/strapi/admin';
import { useText } from '../../i18n';

/** What the page is, for those who came to it by a link of somebody else. */
export const Locked = ({ onUnlock }: { onUnlock: () => void }) => {
  const text = useText();
  return (
    <Page.Main>
      <Page.Title>{text('parameter.title')}</Page.Title>
      <Layouts.Header title={text('parameter.title')} subtitle={text('parameter.subtitle')} />
      <Layouts.Content>
        <Box paddingBottom={10}>
          <EmptyStateLayout
            icon={<Code width="6.4rem" height="6.4rem" fill="neutral500" />}
            content={text('developer.locked')}
            action={<Button onClick={onUnlock}>{text('developer.unlock')}</Button>}
          />
        </Box>
      </Layouts.Content>
    </Page.Main>
  );
};
