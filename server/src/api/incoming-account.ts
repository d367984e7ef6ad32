import type { IncomingServer } from '../../../contracts';
import { GatewayError } from '../errors';
import { accountKey } from '../inbound';
import { fieldSentence } from './field-problem';

/** The way to the mailbox, beside the account itself. */
const WAY = ['protocol', 'port', 'encryption', 'authentication'] as const;

type Account = Pick<IncomingServer, 'host' | 'username' | 'folder'>;

/** Identity of a folder of an account, which only one row may have. */
export const accountOf = ({ host, username, folder }: Account): string =>
  accountKey({ host, username, folder });

/** Whether two rows reach the same mailbox the same way. */
export const isSameAccount = <Server extends Account & Pick<IncomingServer, (typeof WAY)[number]>>(
  before: Server,
  after: Server
): boolean => accountOf(before) === accountOf(after) && WAY.every((field) => before[field] === after[field]);

/** @throws GatewayError `invalid` for *move* without a folder to move to, or to the folder that is read. */
export const checkMove = ({
  afterFetch,
  afterFetchFolder,
  folder,
}: Pick<IncomingServer, 'afterFetch' | 'afterFetchFolder' | 'folder'>): void => {
  if (afterFetch !== 'move') return;
  if (afterFetchFolder && afterFetchFolder !== folder) return;
  const sentence = afterFetchFolder
    ? fieldSentence('same_folder', {}, 'Mail cannot be moved into the folder that it is read from.')
    : fieldSentence('missing', {}, 'The folder to move to is missing.');
  const issues = [{ path: 'afterFetchFolder', ...sentence }];
  throw new GatewayError('invalid', sentence.message, 422, { issues });
};
