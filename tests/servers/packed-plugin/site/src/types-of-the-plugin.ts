import type { Core } from '@strapi/strapi';
import plugin, { type Services } from 'strapi-plugin-mail-gateway/strapi-server';

/**
 * What a developer may rely on, and what the compiler has to refuse: a type that was lost on its way into the package
 * would be `any`, which takes everything.
 */
export const useTheServices = async (strapi: Core.Strapi): Promise<string[]> => {
  const service = <Name extends keyof Services>(name: Name): Services[Name] =>
    strapi.plugin('mail-gateway').service<Services[Name]>(name);

  const { documentId, state } = await service('inbound').receive('Subject: Hello\r\n\r\nHello.', {
    envelope: { recipients: ['support@site.example'], sender: null },
  });
  // @ts-expect-error a mail is text or bytes
  await service('inbound').receive(42);
  // @ts-expect-error no such state
  const unknown: boolean = state === 'lost';

  service('hooks').use('outbound.send', async (context, next) => {
    // @ts-expect-error a context has a type
    context.nothing();
    await next();
  });
  // @ts-expect-error no such step
  service('hooks').use('inbound.nowhere', async (_context: unknown, next: () => Promise<void>) => next());

  const parameter = await service('parameters').aliasDomains();
  // @ts-expect-error a primary domain is text
  const wrong: number = parameter.primary;

  // @ts-expect-error no such service
  service('nobody');
  // @ts-expect-error no such method
  service('mail').nothing();
  // @ts-expect-error no such method
  service('thread').nothing();
  // @ts-expect-error the plugin is not just anything
  plugin.nothing();

  return [documentId, parameter.primary, String(unknown), String(wrong), ...Object.keys(plugin.contentTypes)];
};
