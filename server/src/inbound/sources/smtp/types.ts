import type { Readable } from 'node:stream';
import type { Listener as ListenerStatus } from '../../../../../contracts';
import type { Envelope } from '../../../mail';
import type { Delivery } from '../../types';

export type { ListenerStatus };

export type Protocol = ListenerStatus['protocol'];

/** Where one listener takes connections, as the plugin's configuration gives it. */
export interface ListenerSettings {
  port: number;
  /** 127.0.0.1 when left out. */
  host?: string | undefined;
  /** PEM files; left out: made at start; false: no STARTTLS. */
  tls?: false | { keyFile: string; certificateFile: string } | undefined;
}

/** What a listener does with what it is told. */
export interface Dialogue {
  /** False while this site must leave mail alone (the clone guard): the sender keeps it. Rejects where that is unknown. */
  mayWork(): Promise<boolean>;
  /** Whether a recipient is one of this site's addresses. Rejects where that cannot be looked up. */
  isOurs(recipient: string): Promise<boolean>;
  /** Commits bytes and journal row. @returns documentId of the row. */
  store(raw: Readable, envelope: Envelope, source: Delivery['source']): Promise<string>;
  /** Takes a stored mail on, after its sender was answered; the mails of one connection in their order. */
  stored(connection: string, documentId: string): void;
}

/** What bounds a connection. */
export interface ListenerLimits {
  /** Bytes of the largest mail that is taken. */
  maxMessageSize: number;
  /** Connections at a time. */
  maxClients: number;
  /** Recipients of one mail. */
  maxRecipients: number;
  /** Milliseconds that a client may keep silent. */
  idleMs: number;
  /** Milliseconds that a connection may last. */
  lifetimeMs: number;
  /** Milliseconds that open connections have left when the listener stops. */
  closeMs: number;
}
