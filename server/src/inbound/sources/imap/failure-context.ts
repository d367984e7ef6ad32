import type { ErrorFacts } from './error-facts';
import type { Encryption, Phase, ServerFailure } from './types';

/** What is known when a step at a server has failed. */
export interface FailureContext {
  phase: Phase;
  tried: string;
  error: ErrorFacts;
  server: { host: string; port: number; encryption: Encryption; username: string; folder: string };
  /** Whether a valid IMAP greeting arrived. Before that, nothing that the server sent is shown. */
  greeting: string | null;
  /** Plain text was awaited: whether the port answered a TLS handshake. */
  speaksTls?: boolean;
  /** Folders whose names resemble the one that is missing. */
  similarFolders?: readonly string[];
  /** Must not be shown, should the server echo them. */
  secrets: readonly string[];
}

/** The part of a failure that a table entry knows. */
export type Verdict = Pick<ServerFailure, 'code' | 'message' | 'advice'>;
