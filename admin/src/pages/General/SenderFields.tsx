import { Grid } from '@strapi/design-system';
import { InputRenderer } from '@strapi/strapi/admin';
import { Panel } from '../../components';
import { useText } from '../../i18n';
import { Half, TextField, useLabels, useValues, type Defaults } from './fields';
import { outcomeOfRewriting } from './outcome';
import { Sentences } from './Sentences';
import { addressIn, REWRITING } from './values';

/** Whose address mail leaves with. */
export const SenderFields = ({ defaults }: { defaults: Defaults }) => {
  const text = useText();
  const labels = useLabels();
  const values = useValues();
  const options = REWRITING.map((value) => ({ value, label: text(`general.field.rewriting.${value}`) }));
  const sender = addressIn(values.defaultFrom ?? defaults.defaultFrom ?? null, values.domain);
  return (
    <Panel title={text('general.sender')}>
      <Grid.Root gap={5}>
        <Half>
          <InputRenderer type="enumeration" required options={options} {...labels('rewriting')} />
        </Half>
        {values.rewriting !== 'never' && (
          <Half>
            <TextField name="rewriteTo" placeholder={sender ?? 'notifications@example.com'} />
          </Half>
        )}
      </Grid.Root>
      <Sentences title={text('general.result')} sentences={outcomeOfRewriting(values, defaults)} />
    </Panel>
  );
};
