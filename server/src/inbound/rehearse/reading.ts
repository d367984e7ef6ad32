import { GatewayError } from '../../errors';
import type { MimeWorker, ReadMail } from '../../mime-worker';
import { parseMail } from '../../parse';
import { countingStore, type ChunkStore } from '../../storage';
import type { JournalRow, JournalStates } from '../journal';

export interface ReadingOptions {
  chunks: ChunkStore;
  mime: Pick<MimeWorker, 'bodies'>;
  states: Pick<JournalStates, 'find'>;
}

/** Reads mails without writing anything. */
export const createReading = ({ chunks, mime, states }: ReadingOptions) => {
  const read = async (raw: ReturnType<ChunkStore['read']>): Promise<ReadMail> => {
    const mail = await parseMail(raw, { chunks: countingStore, newOwner: () => '' });
    return { mail, bodies: await mime.bodies(mail) };
  };
  return {
    read,

    /** @throws GatewayError `not_found`, `original_missing` */
    async received(documentId: string): Promise<ReadMail & { row: JournalRow }> {
      const row = await states.find(documentId);
      if (!row) throw new GatewayError('not_found', `There is no inbound email "${documentId}".`, 404);
      if (row.rawStored) {
        const found = await read(chunks.read(documentId));
        if (found.mail.size === Number(row.size)) return { ...found, row };
      }
      const problem = 'The original of this mail is not kept here, so nothing can be tried with it.';
      throw new GatewayError('original_missing', problem, 409);
    },
  };
};
