import * as React from 'react';
import { Box, Grid } from '@strapi/design-system';
import { styled } from 'styled-components';
import type { Alias, AliasSuggestion, MappingProposal } from '../../../../contracts';
import { FormPage } from '../../components';
import { useText } from '../../i18n';
import { PERMISSIONS, useMay } from '../../permissions';
import { AliasFields } from './AliasFields';
import { Preview } from './Preview';
import { RemoveAlias } from './RemoveAlias';
import { useSave } from './useSave';
import { newValues, savedValues } from './values';

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
  const initialValues = React.useMemo(
    () => (alias ? savedValues(alias, proposal) : newValues(suggestion ?? {})),
    [alias, proposal, suggestion]
  );

  return (
    <FormPage
      title={alias ? alias.address : text('alias.add')}
      isNew={alias === null}
      // Saving an alias that does not fit any more leaves out what its content type has lost.
      maySaveUnchanged={alias?.validity === 'invalid'}
      mayUpdate={mayUpdate}
      initialValues={initialValues}
      onSubmit={save}
      remove={alias && <RemoveAlias alias={alias} />}
    >
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
    </FormPage>
  );
};
