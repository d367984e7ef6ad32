import { Page, useQueryParams } from '@strapi/strapi/admin';
import { useText } from '../../i18n';
import { PERMISSIONS } from '../../permissions';
import { INCOMING_PRESETS } from '../../presets';
import { PresetChoice } from '../../server-form';
import { ServerPage } from './ServerPage';

/** A new server: first whose it is, then the form. */
export const AddPage = () => {
  const text = useText();
  const [{ query }] = useQueryParams<{ preset?: string }>();
  const preset = INCOMING_PRESETS.find(({ id }) => id === query?.preset);
  return (
    <Page.Protect permissions={[PERMISSIONS.updateServers]}>
      {preset ? (
        <ServerPage key={preset.id} server={null} preset={preset} />
      ) : (
        <PresetChoice
          title={text('incoming.add')}
          question={text('incoming.add.which')}
          presets={INCOMING_PRESETS}
        />
      )}
    </Page.Protect>
  );
};
