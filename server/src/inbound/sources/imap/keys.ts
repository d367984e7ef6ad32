import { hashKey } from '../../../mail';

/** INBOX is case-insensitive (RFC 9051 5.1), every other name is not. */
const folderName = (folder: string): string => (folder.toUpperCase() === 'INBOX' ? 'INBOX' : folder);

interface Account {
  host: string;
  username: string;
  folder: string;
}

const accountFields = ({ host, username, folder }: Account): string[] => [
  host.trim().toLowerCase().replace(/\.$/, ''),
  username.trim(),
  folderName(folder),
];

/** Identity of one folder of one account: two incoming servers must not share it. */
export const accountKey = (account: Account): string => hashKey('imap', ...accountFields(account));

/** Identity of one copy of a mail. Never the server row's id: a new row for the same account knows what was imported. */
export const sourceKey = (account: Account, uidValidity: string, uid: number): string =>
  hashKey('imap', ...accountFields(account), uidValidity, uid);
