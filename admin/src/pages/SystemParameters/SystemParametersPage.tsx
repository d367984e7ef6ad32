import { Page } from '@strapi/strapi/admin';
import { useDeveloperMode } from '../../developer';
import { PERMISSIONS } from '../../permissions';
import { Locked } from './Locked';
import { ParameterList } from './ParameterList';

const InDeveloperMode = () => {
  const mode = useDeveloperMode();
  if (mode.isOn) return <ParameterList />;
  return <Locked onUnlock={() => mode.turn(true)} />;
};

/** *Settings → Mail Gateway → System parameters*, in developer mode. */
export const SystemParametersPage = () => (
  <Page.Protect permissions={[PERMISSIONS.readParameters]}>
    <InDeveloperMode />
  </Page.Protect>
);
