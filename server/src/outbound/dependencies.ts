import type { MessageOptions } from './compose';
import type { Readable } from 'node:stream';
import type { Core } from '@strapi/strapi';
import type { OutboundExplanation } from '../../../contracts';
import type { HostVerdict } from '../network';
import type { ChunkStore, Database } from '../storage';
import type { Tokens } from '../tokens';
import type { ComposedMessage } from './compose';
import type { Delivery } from './transport/pool';

/** What `outbound.send` middleware is given. It runs around each sending, before and after `next()`. */
export interface OutboundSendContext {
  readonly row: {
    readonly documentId: string;
    readonly recipient: string;
    readonly kind: 'transactional' | 'mass';
    readonly attempts: number;
    readonly contentType: string | null;
    readonly entryDocumentId: string | null;
  };
  readonly server: { readonly documentId: string; readonly name: string };
  /** May be changed before `next()`. Message-ID, Date and X-Mail-Gateway-Id stay what they are. */
  message: ComposedMessage;
  /** How it went; null before `next()`. */
  delivery: Delivery | null;
}

/** System parameters that decide how mail leaves. */
export type OutboundParameter =
  | 'mail.catchall.domain'
  | 'mail.default.from'
  | 'mail.bounce.alias'
  | 'mail.force.smtp.from'
  | 'mail.dynamic.smtp.from';

/** Everything that the outbox needs from elsewhere. */
export interface OutboundDependencies {
  strapi: Pick<Core.Strapi, 'db' | 'eventHub' | 'log'>;
  database: Database;
  chunks: ChunkStore;
  tokens: Pick<Tokens, 'messageIdFor' | 'ownMailId'>;
  parameters: { get(key: OutboundParameter): Promise<unknown> };
  secrets: {
    /** The password of a row, `env:` references resolved; null when none is stored. @throws GatewayError */
    read(owner: string): Promise<string | null>;
    /** As `read`, for a value that is not stored. @throws GatewayError */
    resolve(value: string): string;
    /** @throws GatewayError when no encryption key is configured. */
    seal(text: string, purpose?: string): string;
    /** Null for what this site did not seal for this purpose. */
    unseal(sealed: string, purpose?: string): string | null;
  };
  network: {
    vetHost(target: { host: string; port: number }): Promise<HostVerdict>;
    /** Whether a password may travel to the address without encryption. */
    mayUsePlainPassword(address: string): boolean;
  };
  hooks: {
    run(step: 'outbound.send', context: OutboundSendContext, work: () => Promise<void>): Promise<void>;
  };
  /** Bytes of private attachments of messages; null when there is no such attachment. */
  attachments: { read(documentId: string): Promise<Readable | null> };
  /** Whether this database is the site's own and not a copy: a copy's queue must not leave. */
  site: { mayWork(): boolean | Promise<boolean> };
  /** Why a mail must not go to a follower any more; null: it may. */
  refusesFollower(followerId: string, recipient: string): Promise<OutboundExplanation | null>;
  htmlToText: (html: string) => string;
  /** Renders a mail without attachments as RFC 5322 text, if need be beside the main thread. */
  render(options: MessageOptions): Promise<Buffer>;
  /** What happens to a mail whose connection was lost after its end: sent again once after ten minutes, or held. */
  uncertain: Record<'transactional' | 'mass', 'resend' | 'hold'>;
  /** Milliseconds after which the mails of a process that has died are anybody's. */
  takeOverMs: number;
  /** Certificates trusted beside the system's, in PEM. */
  ca?: string;
}
