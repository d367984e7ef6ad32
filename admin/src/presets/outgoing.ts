import type { CreateOutgoingServer } from '../../../contracts';
import type { Preset } from './types';

/** Servers that take mail from us. Hosts, ports and limits are those of the providers' own documentation. */
export const OUTGOING_PRESETS: readonly Preset<CreateOutgoingServer>[] = [
  {
    id: 'gmail',
    name: 'Gmail',
    values: {
      host: 'smtp.gmail.com',
      port: 465,
      encryption: 'tls',
      envelopeSender: 'login',
      maxConnections: 3,
    },
    notes: ['preset.gmail.password', 'preset.gmail.sender', 'preset.gmail.limit'],
  },
  {
    id: 'google-relay',
    name: 'Google Workspace SMTP relay',
    values: {
      host: 'smtp-relay.gmail.com',
      port: 587,
      encryption: 'starttls',
      authentication: 'none',
      envelopeSender: 'bounce',
    },
    notes: ['preset.googleRelay.allow', 'preset.googleRelay.helo', 'preset.googleRelay.limit'],
  },
  {
    id: 'microsoft',
    name: 'Microsoft 365',
    values: {
      host: 'smtp.office365.com',
      port: 587,
      encryption: 'starttls',
      envelopeSender: 'login',
      maxConnections: 3,
    },
    notes: ['preset.microsoft.enable', 'preset.microsoft.sender', 'preset.microsoft.limit'],
  },
  {
    id: 'microsoft-connector',
    name: 'Microsoft 365 connector',
    values: { port: 25, encryption: 'starttls', authentication: 'none', envelopeSender: 'bounce' },
    notes: ['preset.microsoftConnector.host', 'preset.microsoftConnector.allow'],
  },
  {
    id: 'postmark',
    name: 'Postmark',
    values: { host: 'smtp.postmarkapp.com', port: 587, encryption: 'starttls', envelopeSender: 'from' },
    notes: ['preset.postmark.token', 'preset.verifiedDomain'],
  },
  {
    id: 'ses',
    name: 'Amazon SES',
    values: { port: 587, encryption: 'starttls', envelopeSender: 'from' },
    notes: ['preset.ses.host', 'preset.ses.credentials', 'preset.ses.sandbox'],
  },
  {
    id: 'sendgrid',
    name: 'SendGrid',
    values: {
      host: 'smtp.sendgrid.net',
      port: 587,
      encryption: 'starttls',
      username: 'apikey',
      envelopeSender: 'from',
    },
    notes: ['preset.sendgrid.key', 'preset.verifiedDomain'],
  },
  {
    id: 'mailgun',
    name: 'Mailgun',
    values: { host: 'smtp.mailgun.org', port: 587, encryption: 'starttls', envelopeSender: 'from' },
    notes: ['preset.mailgun.region', 'preset.mailgun.login', 'preset.verifiedDomain'],
  },
  {
    id: 'fastmail',
    name: 'Fastmail',
    values: { host: 'smtp.fastmail.com', port: 465, encryption: 'tls', envelopeSender: 'login' },
    notes: ['preset.fastmail.password', 'preset.fastmail.sender'],
  },
  {
    id: 'zoho',
    name: 'Zoho Mail',
    values: { host: 'smtppro.zoho.com', port: 465, encryption: 'tls', envelopeSender: 'login' },
    notes: ['preset.zoho.region', 'preset.zoho.password', 'preset.zoho.sender'],
  },
  {
    id: 'own',
    name: null,
    values: { encryption: 'starttls', envelopeSender: 'auto' },
    notes: ['preset.own.certificate', 'preset.own.local'],
  },
];
