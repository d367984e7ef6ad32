import type { CreateIncomingServer } from '../../../contracts';
import type { Preset } from './types';

/** Servers that mail is fetched from. Hosts and ports are those of the providers' own documentation. */
export const INCOMING_PRESETS: readonly Preset<CreateIncomingServer>[] = [
  {
    id: 'gmail',
    name: 'Gmail',
    values: { host: 'imap.gmail.com', port: 993, encryption: 'tls' },
    notes: ['preset.gmail.password', 'preset.gmail.folders'],
  },
  {
    id: 'microsoft',
    name: 'Microsoft 365',
    values: { host: 'outlook.office365.com', port: 993, encryption: 'tls' },
    notes: ['preset.microsoft.imap', 'preset.microsoft.forward'],
  },
  {
    id: 'fastmail',
    name: 'Fastmail',
    values: { host: 'imap.fastmail.com', port: 993, encryption: 'tls' },
    notes: ['preset.fastmail.imapPassword'],
  },
  {
    id: 'zoho',
    name: 'Zoho Mail',
    values: { host: 'imappro.zoho.com', port: 993, encryption: 'tls' },
    notes: ['preset.zoho.imap', 'preset.zoho.imapRegion', 'preset.zoho.password'],
  },
  {
    id: 'own',
    name: null,
    values: { encryption: 'tls' },
    notes: ['preset.own.certificate', 'preset.own.authority', 'preset.own.catchall'],
  },
];
