import { Page, useQueryParams } from '@strapi/strapi/admin';
import { useText } from '../../i18n';
import { PERMISSIONS } from '../../permissions';
import { OUTGOING_PRESETS } from '../../presets';
import { PresetChoice } from '../../server-form';
import { ServerPage } from './ServerPage';

/** A new server: first whose it is, then the form. */
export const AddPage = () => {
  const text = useText();
  const [{ query }] = useQueryParams<{ preset?: string }>();
  const preset = OUTGOING_PRESETS.find(({ id }) => id === query?.preset);
  return (
    <Page.Protect permissions={[PERMISSIONS.updateServers]}>
      {preset ? (
        <ServerPage key={preset.id} server={null} preset={preset} />
      ) : (
        <PresetChoice
          title={text('outgoing.add')}
          question={text('outgoing.add.which')}
          presets={OUTGOING_PRESETS}
        />
      )}
    </Page.Protect>
  );
};
