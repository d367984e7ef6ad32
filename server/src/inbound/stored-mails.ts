import { NO_PROOF, proofBy, type Authenticate } from '../authentication';
import { domainOf } from '../mail';
import { discardParts, parseMail } from '../parse';
import type { ChunkStore } from '../storage';
import { newDocumentId } from '../storage';
import type { StoredMails } from './deliver';
import type { JournalStates } from './journal';

/** Reads mails back from the store, when the ledger has to tell a copy from a reused Message-ID. */
export const createStoredMails = ({
  states,
  chunks,
  authenticate,
  trustedAuthservId,
}: {
  states: JournalStates;
  chunks: ChunkStore;
  authenticate: Authenticate;
  /** The authserv-id that an incoming server's row trusts. */
  trustedAuthservId(incomingServerId: string | null): Promise<string | null>;
}): StoredMails => ({
  async parse(inboundId) {
    const row = await states.find(inboundId);
    if (!row?.rawStored) return null;
    const mail = await parseMail(chunks.read(inboundId), { chunks, newOwner: newDocumentId });
    await discardParts(mail, chunks);
    return mail;
  },

  async proofOf(inboundId, { from: [sender], headers }) {
    if (!sender) return NO_PROOF;
    const row = await states.find(inboundId);
    if (!row?.rawStored) return NO_PROOF;
    const trusted = await trustedAuthservId(row.incomingServerId);
    const found = await authenticate(chunks.read(inboundId), {
      trustedAuthservId: trusted,
      receivedAt: new Date(row.receivedAt),
    });
    // Two readers of one odd From may find two authors in it: the one who was proven has to be the one who is believed.
    const isAuthentic =
      found.dmarc === 'pass' && found.fromDomain === domainOf(sender.address).replace(/\.$/, '');
    return isAuthentic ? proofBy(headers, found.signed) : NO_PROOF;
  },
});
