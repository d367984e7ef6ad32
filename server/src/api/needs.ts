import type { Core } from '@strapi/strapi';
import type {
  ConnectionFailure,
  FetchProgress,
  FetchResult,
  Listener,
  StepSentence,
} from '../../../contracts';
import type { Addresses } from '../addresses';
import type { DelimiterTests } from '../delimiter-tests';
import type { Rehearsal } from '../inbound';
import type { ScheduledActions } from '../jobs';
import type { Outbound } from '../outbound';
import type { Parameters } from '../parameters';
import type { Secrets } from '../secrets';
import type { Site } from '../site';
import type { Database } from '../storage';

/** What was done at a mailbox's server, in order. */
type Steps = readonly { tried: StepSentence; ok: boolean }[];

/** What the controllers of the configuration need of the plugin's other parts. */
export interface ApiGateway {
  database: Database;
  secrets: Secrets;
  parameters: Parameters;
  addresses: Addresses;
  site: Site;
  outbound: Pick<Outbound, 'testServer' | 'serverChanged'>;
  incoming: {
    confirm(
      documentId: string
    ): Promise<
      | { ok: true; willImport: number; folderSize: number; steps: Steps }
      | { ok: false; failure: ConnectionFailure; steps: Steps }
    >;
    fetchServer(
      documentId: string,
      options: { onProgress(counts: FetchProgress): void }
    ): Promise<Omit<FetchResult, 'steps'> & { steps: Steps }>;
  };
  delimiterTests: DelimiterTests;
  rehearsal: Rehearsal;
  listeners: { status(): Listener[] };
  /** Milliseconds that an entry takes on average, of content types that take long. */
  slowContentTypes(): { contentType: string; milliseconds: number }[];
  scheduledActions: Pick<ScheduledActions, 'list' | 'update' | 'runNow'>;
}

/** How controllers find the parts: from `bootstrap` on, when there is a database. */
export type GatewayOf = (strapi: Core.Strapi) => ApiGateway;
