import { Box, Typography } from '@strapi/design-system';
import { Panel } from '../components';
import { useText } from '../i18n';
import type { Preset } from '../presets';

/** What has to be done at the provider before its server works with the site. */
export const PresetNotes = ({ preset }: { preset: Pick<Preset<unknown>, 'name' | 'notes'> }) => {
  const text = useText();
  return (
    <Panel
      title={
        preset.name === null ? text('preset.notes.own') : text('preset.notes', { provider: preset.name })
      }
    >
      <Box tag="ul" paddingLeft={5} style={{ listStyle: 'disc' }}>
        {preset.notes.map((note) => (
          <Typography key={note} tag="li" textColor="neutral800" lineHeight={6}>
            {text(note)}
          </Typography>
        ))}
      </Box>
    </Panel>
  );
};
