import type { StrapiApp } from '@strapi/strapi/admin';
import { ConversationPanel, type PanelDescription, type PanelProps } from './ConversationPanel';

/** The part of the Content Manager's API that is used here. */
interface ContentManagerApi {
  addEditViewSidePanel(panels: ((props: PanelProps) => PanelDescription | null)[]): void;
}

/** Adds the plugin's panels to the edit view of the Content Manager. */
export const addPanels = (app: Pick<StrapiApp, 'getPlugin'>): void => {
  // Strapi types what plugins offer each other as unknown values.
  const apis = app.getPlugin('content-manager').apis as unknown as ContentManagerApi;
  apis.addEditViewSidePanel([ConversationPanel]);
};
