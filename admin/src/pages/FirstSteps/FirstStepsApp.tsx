import { Box, Flex } from '@strapi/design-system';
import { Layouts, Page } from '@strapi/strapi/admin';
import { ContentTypesProvider, SiteBanner } from '../../components';
import { useText } from '../../i18n';
import { PERMISSIONS } from '../../permissions';
import { AliasStep } from './AliasStep';
import { DomainStep } from './DomainStep';
import { IncomingStep, OutgoingStep } from './ServerSteps';
import { TestStep } from './TestStep';

/**
 * *Settings → Mail Gateway → First steps*: from nothing to the first entry that a mail became, without a mailbox and
 * without a server, and what connects the site to the world afterwards.
 */
export const FirstStepsApp = () => {
  const text = useText();
  return (
    <Page.Protect permissions={[PERMISSIONS.readAliases]}>
      <ContentTypesProvider>
        <Page.Main>
          <Page.Title>{text('steps.title')}</Page.Title>
          <Layouts.Header title={text('steps.title')} subtitle={text('steps.subtitle')} />
          <Layouts.Content>
            <Box paddingBottom={10}>
              <SiteBanner />
              <Flex tag="ol" direction="column" alignItems="stretch" gap={4} style={{ listStyle: 'none' }}>
                <DomainStep number={1} />
                <AliasStep number={2} />
                <TestStep number={3} />
                <IncomingStep number={4} />
                <OutgoingStep number={5} />
              </Flex>
            </Box>
          </Layouts.Content>
        </Page.Main>
      </ContentTypesProvider>
    </Page.Protect>
  );
};
