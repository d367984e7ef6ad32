import { adminApi } from '@strapi/strapi/admin';
import { PLUGIN_ID } from '../pluginId';

/** A path of the plugin's admin API. */
export const at = (path: string): string => `/${PLUGIN_ID}/${path}`;

/** Strapi's own client with the plugin's tags. */
export const gatewayApi = adminApi.enhanceEndpoints({
  addTagTypes: [
    'MailGatewayActions',
    'MailGatewayAliases',
    'MailGatewayIncoming',
    'MailGatewayOutgoing',
    'MailGatewayParameters',
    'MailGatewayReceived',
    'MailGatewaySite',
  ],
});
