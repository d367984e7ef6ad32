import { Grid } from '@strapi/design-system';
import { InputRenderer } from '@strapi/strapi/admin';
import { Panel } from '../../components';
import { useText } from '../../i18n';
import { PERMISSIONS, useMay } from '../../permissions';
import { DelimiterTest } from './DelimiterTest';
import { Half, TextField, useLabels, useValues, type Defaults } from './fields';
import { outcomeOfNames } from './outcome';
import { Sentences } from './Sentences';
import { DELIMITERS } from './values';

/** The addresses of the site itself, and what comes back to them. */
export const AddressFields = ({ defaults }: { defaults: Defaults }) => {
  const text = useText();
  const labels = useLabels();
  const values = useValues();
  const mayUpdate = useMay(PERMISSIONS.updateParameters);
  const delimiters = DELIMITERS.map((value) => ({
    value,
    label: value === 'none' ? text('general.field.delimiter.none') : value,
  }));
  return (
    <Panel title={text('general.addresses')}>
      <Grid.Root gap={5}>
        <Half>
          <TextField name="domain" placeholder="example.com" />
        </Half>
        <Half>
          <TextField name="allowedDomains" placeholder="example.org, example.net" />
        </Half>
        <Half>
          <TextField name="catchall" placeholder={defaults.catchall} />
        </Half>
        <Half>
          <InputRenderer type="enumeration" required options={delimiters} {...labels('delimiter')} />
          {mayUpdate && <DelimiterTest />}
        </Half>
        <Half>
          <TextField name="bounce" placeholder={defaults.bounce} />
        </Half>
        <Half>
          <TextField name="defaultFrom" placeholder={defaults.defaultFrom} />
        </Half>
      </Grid.Root>
      <Sentences
        title={text(values.domain === null ? 'general.noDomain' : 'general.result')}
        isWarning={values.domain === null}
        sentences={outcomeOfNames(values, defaults)}
      />
    </Panel>
  );
};
