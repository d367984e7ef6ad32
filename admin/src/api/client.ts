import { adminApi } from '@strapi/strapi/admin';
import { PLUGIN_ID } from '../pluginId';

/** A path of the plugin's admin API. */
export const at = (path: string): string => `/${PLUGIN_ID}/${path}`;

/** The same with a query. Strapi's client sends parameters as they are: a `+` would arrive as a blank, an `&` cut them. */
export const withQuery = (path: string, query: Record<string, string>): string =>
  `${at(path)}?${new URLSearchParams(query).toString()}`;

/** Strapi's own client with the plugin's tags. */
export const gatewayApi = adminApi.enhanceEndpoints({
  addTagTypes: [
    'MailGatewayActions',
    'MailGatewayAliases',
    'MailGatewayDelimiterTests',
    'MailGatewayInbox',
    'MailGatewayIncoming',
    'MailGatewayOutgoing',
    'MailGatewayParameters',
    'MailGatewayReceived',
    'MailGatewaySite',
    'MailGatewaySuggestions',
  ],
});
