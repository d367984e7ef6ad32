import { Readable } from 'node:stream';
import type {
  AliasPreview,
  AliasPreviewRequest,
  AliasSuggestion,
  Destination,
  MappingNote,
  PreviewedMail,
} from '../../../../contracts';
import { displayAddress, type ParsedMail } from '../../mail';
import type { ReadMail } from '../../mime-worker';
import type { Entries } from '../deliver';
import { envelopeOf } from '../facts';
import { applyMapping, isSource, type ContentTypeShape, type RelationLookup } from '../mapping';
import { findAnswerAddress } from '../process';
import { candidateGroups } from '../route';
import { createDestinations, type DestinationOptions } from './destination';
import { createReading, type ReadingOptions } from './reading';
import { sampleMail } from './sample-mail';
import { suggestAddress } from './suggest';
import { presentValues } from './values';

/** What a mapping makes of a mail. */
export type Preview = Omit<AliasPreview, 'problems'> & {
  /** What a person may want to know. */
  notes: MappingNote[];
};

/** A mapping that is not saved yet. */
export type Rules = Required<Pick<AliasPreviewRequest, 'mapping' | 'defaults' | 'entryStatus'>> & {
  shape: ContentTypeShape;
};

/** What would happen, by the code by which it does happen, and without doing it. */
export interface Rehearsal {
  /**
   * The entry that a mail would become.
   * @param inboundId of a received mail; null: a built-in one.
   * @throws GatewayError `not_found`, `original_missing`
   */
  preview(rules: Rules, inboundId: string | null): Promise<Preview>;
  /** An address for an alias that would take the mail. @throws as `preview` */
  suggest(inboundId: string): Promise<AliasSuggestion>;
  /** What a mail to an address would become. @throws GatewayError `invalid` */
  destination(address: string): Promise<Destination>;
}

export type RehearsalOptions = ReadingOptions &
  Omit<DestinationOptions, 'reading'> & { entries: Pick<Entries, 'relate'> };

const summaryOf = (mail: ParsedMail, documentId: string | null, receivedAt: Date): PreviewedMail => ({
  documentId,
  subject: mail.subject,
  from: mail.from[0] ? displayAddress(mail.from[0]) : '',
  receivedAt: receivedAt.toISOString(),
  attachments: mail.attachments.length,
});

/** @see Rehearsal */
export const createRehearsal = (options: RehearsalOptions): Rehearsal => {
  const { entries, finders, addresses, parameters } = options;
  const reading = createReading(options);

  const readSample = async (): Promise<ReadMail> => reading.read(Readable.from([sampleMail(new Date())]));

  /** documentIds of the entries that have the addresses, by attribute. */
  const findRelated = async (relations: readonly RelationLookup[]): Promise<Record<string, string[]>> => {
    const found = Object.entries(await entries.relate(relations)).map(([attribute, related]) => {
      // `relate` connects; its values are what the document service takes.
      const { connect } = related as { connect: { documentId: string }[] };
      return [attribute, connect.map(({ documentId }) => documentId)] as const;
    });
    return Object.fromEntries(found);
  };

  return {
    async preview({ shape, mapping, defaults, entryStatus }, inboundId) {
      const { mail, bodies, ...stored } =
        inboundId === null ? { ...(await readSample()), row: null } : await reading.received(inboundId);
      const receivedAt = stored.row ? new Date(stored.row.receivedAt) : new Date();
      const known = Object.entries(mapping).filter(([, source]) => isSource(source));
      const fixed = defaults ?? {};
      const applied = applyMapping({
        ...bodies,
        shape,
        // What is no source at all is a problem of the mapping, not of this mail.
        mapping: Object.fromEntries(known),
        defaults: fixed,
        mail,
        answerAddress: (await findAnswerAddress(mail, finders().lookups)).answerAddress,
        receivedAt,
        entryStatus,
      });
      const related = await findRelated(applied.relations);
      const { attachments } = mail;
      return {
        mail: summaryOf(mail, inboundId, receivedAt),
        values: presentValues({ shape, mapping, defaults: fixed, applied, attachments, related }),
        notes: applied.notes,
      };
    },

    async suggest(inboundId) {
      const { mail, row } = await reading.received(inboundId);
      const groups = candidateGroups(mail, envelopeOf(row), []);
      const holders = await addresses.find(groups.flatMap((group) => group.addresses));
      return suggestAddress(groups, holders, await parameters.aliasDomains({ fresh: false }));
    },

    destination: createDestinations({ ...options, reading }),
  };
};
