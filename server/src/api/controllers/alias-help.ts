import type { Core } from '@strapi/strapi';
import {
  aliasPreviewRequest,
  destinationQuery,
  proposalQuery,
  type AliasAttribute,
  type AliasContentType,
  type AliasPreview,
  type AliasSuggestion,
  type Answer,
  type Destination,
  type MappingProposal,
  type PreviewProblem,
} from '../../../../contracts';
import { proposeMapping, sourcesFor, takesDefault } from '../../inbound';
import { UID } from '../../constants';
import { judgeAlias, shapeFor } from '../alias-check';
import { targetContentTypes } from '../content-types';
import { localesOf } from '../locales';
import { demandMail, type MailOfEntry } from '../mail-rights';
import type { GatewayOf } from '../needs';
import { parse } from '../parse';
import { respondWith, type HttpContext } from '../respond';

type Shape = ReturnType<typeof shapeFor>;

const attributesOf = (shape: Shape): AliasAttribute[] =>
  Object.entries(shape.attributes).map(([name, attribute]) => ({
    name,
    type: attribute.type,
    required: attribute.required ?? false,
    hasDefault: attribute.hasDefault ?? false,
    multiple: attribute.multiple ?? false,
    enum: attribute.enum ? [...attribute.enum] : null,
    sources: sourcesFor(attribute),
    takesValue: takesDefault(attribute),
  }));

/** A preview or suggestion shows what the mail says, so that it asks for the same right as the mail itself. @throws GatewayError `not_found` */
const demandInbound = async (
  strapi: Core.Strapi,
  context: HttpContext,
  documentId: string
): Promise<string> => {
  const row: MailOfEntry | null = await strapi.db
    .query(UID.inboundEmail)
    .findOne({ where: { documentId }, select: ['contentType', 'entryDocumentId'] });
  await demandMail({ strapi }, context, row, `inbound email "${documentId}"`);
  return documentId;
};

/** `/mail-gateway/aliases/…`: what helps to set an alias up. Nothing here writes. */
export const aliasHelp =
  (gatewayOf: GatewayOf) =>
  ({ strapi }: { strapi: Core.Strapi }) => ({
    contentTypes: respondWith(async (): Promise<Answer<AliasContentType[]>> => {
      const named = targetContentTypes(strapi).map(({ uid, info }) => ({
        uid,
        displayName: info.displayName,
      }));
      return { data: named.sort((a, b) => a.displayName.localeCompare(b.displayName)) };
    }),

    propose: respondWith(async ({ query }): Promise<Answer<MappingProposal>> => {
      const { contentType } = parse(proposalQuery, query, 400);
      const shape = shapeFor(strapi, contentType);
      return {
        data: {
          contentType,
          mapping: proposeMapping(shape),
          attributes: attributesOf(shape),
          draftAndPublish: shape.draftAndPublish,
          locales: shape.localised ? await localesOf(strapi) : [],
        },
      };
    }),

    preview: respondWith(async (context): Promise<Answer<AliasPreview>> => {
      const { params, request } = context;
      const wanted = parse(aliasPreviewRequest, request.body);
      const inboundId =
        params.inboundId === undefined ? null : await demandInbound(strapi, context, params.inboundId);
      const { errors, warnings } = judgeAlias(strapi, { ...wanted, entryLocale: null });
      const shape = shapeFor(strapi, wanted.contentType);
      const { notes, ...preview } = await gatewayOf(strapi).rehearsal.preview(
        { ...wanted, shape },
        inboundId
      );
      const problems: PreviewProblem[] = [
        ...errors.map((problem) => ({ ...problem, severity: 'error' as const })),
        ...warnings.map((problem) => ({ ...problem, severity: 'warning' as const })),
        ...notes.map((note) => ({ ...note, path: '', severity: 'note' as const })),
      ];
      return { data: { ...preview, problems } };
    }),

    suggest: respondWith(async (context): Promise<Answer<AliasSuggestion>> => {
      const inboundId = await demandInbound(strapi, context, context.params.inboundId ?? '');
      return { data: await gatewayOf(strapi).rehearsal.suggest(inboundId) };
    }),

    destination: respondWith(async ({ query }): Promise<Answer<Destination>> => {
      const { address } = parse(destinationQuery, query, 400);
      return { data: await gatewayOf(strapi).rehearsal.destination(address) };
    }),
  });
