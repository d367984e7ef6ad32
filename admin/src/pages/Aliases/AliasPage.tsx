import * as React from 'react';
import { Box, Button, Flex, Grid } from '@strapi/design-system';
import { Check } from '@strapi/icons';
import { BackButton, Blocker, Form, Layouts, Page } from '@strapi/strapi/admin';
import { styled } from 'styled-components';
import type { Alias, AliasSuggestion, MappingProposal } from '../../../../contracts';
import { useText } from '../../i18n';
import { PERMISSIONS, useMay } from '../../permissions';
import { AliasFields } from './AliasFields';
import { Preview } from './Preview';
import { RemoveAlias } from './RemoveAlias';
import { useSave } from './useSave';
import { newValues, savedValues, type AliasValues } from './values';

/** Stays in view beside a long form. */
const Beside = styled(Box)`
  ${({ theme }) => theme.breakpoints.large} {
    position: sticky;
    top: 7.2rem;
    max-height: calc(100vh - 8.8rem);
    overflow-y: auto;
  }
`;

interface Props {
  /** Null: it is not saved yet. */
  alias: Alias | null;
  /** What is known of its content type; null: none is chosen, or it is gone. */
  proposal: MappingProposal | null;
  /** For a new alias: an address that a received mail was sent to. */
  suggestion?: AliasSuggestion;
}

/** The form of one alias, with what its mapping makes of a mail. */
export const AliasPage = ({ alias, proposal, suggestion }: Props) => {
  const text = useText();
  const mayUpdate = useMay(PERMISSIONS.updateAliases);
  const save = useSave(alias);
  const title = alias ? alias.address : text('alias.add');
  const initialValues = React.useMemo(
    () => (alias ? savedValues(alias, proposal) : newValues(suggestion ?? {})),
    [alias, proposal, suggestion]
  );

  return (
    <Page.Main>
      <Page.Title>{title}</Page.Title>
      <Form<AliasValues>
        method={alias ? 'PUT' : 'POST'}
        disabled={!mayUpdate}
        initialValues={initialValues}
        onSubmit={save}
      >
        {({ isSubmitting, modified }) => (
          <>
            <Layouts.Header
              title={title}
              navigationAction={<BackButton fallback=".." />}
              primaryAction={
                mayUpdate && (
                  <Flex gap={2}>
                    {alias && <RemoveAlias alias={alias} />}
                    <Button
                      type="submit"
                      startIcon={<Check />}
                      loading={isSubmitting}
                      // Saving an alias that does not fit any more leaves out what its content type has lost.
                      disabled={alias !== null && alias.validity !== 'invalid' && !modified}
                    >
                      {text('action.save')}
                    </Button>
                  </Flex>
                )
              }
            />
            <Layouts.Content>
              <Box paddingBottom={10}>
                <Grid.Root gap={6}>
                  <Grid.Item col={7} s={12} xs={12} alignItems="stretch" direction="column">
                    <AliasFields alias={alias} suggestion={suggestion} />
                  </Grid.Item>
                  <Grid.Item col={5} s={12} xs={12} alignItems="stretch" direction="column">
                    <Beside>
                      <Preview />
                    </Beside>
                  </Grid.Item>
                </Grid.Root>
              </Box>
            </Layouts.Content>
            <Blocker />
          </>
        )}
      </Form>
    </Page.Main>
  );
};
