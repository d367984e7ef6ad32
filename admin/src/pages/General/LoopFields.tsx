import { Grid, Typography } from '@strapi/design-system';
import { Panel } from '../../components';
import { useText } from '../../i18n';
import { Half, TextField, type Defaults } from './fields';

/** When mail that machines send each other is held back. */
export const LoopFields = ({ defaults }: { defaults: Defaults }) => {
  const text = useText();
  return (
    <Panel title={text('general.loops')}>
      <Typography textColor="neutral600">{text('general.loops.about')}</Typography>
      <Grid.Root gap={5}>
        <Half>
          <TextField name="loopThreshold" placeholder={defaults.loopThreshold} />
        </Half>
        <Half>
          <TextField name="loopMinutes" placeholder={defaults.loopMinutes} />
        </Half>
        <Grid.Item col={12} alignItems="stretch" direction="column">
          <TextField name="loopExempt" placeholder="monitoring@example.com, example.org" />
        </Grid.Item>
      </Grid.Root>
    </Panel>
  );
};
