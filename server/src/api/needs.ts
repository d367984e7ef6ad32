import type { Core } from '@strapi/strapi';
import type {
  ConnectionFailure,
  ConnectionStep,
  ConnectionTest,
  CreateOutgoingServer,
  FetchResult,
} from '../../../contracts';
import type { Addresses } from '../addresses';
import type { ScheduledActions } from '../jobs';
import type { Parameters } from '../parameters';
import type { Secrets } from '../secrets';
import type { Site } from '../site';
import type { Database } from '../storage';

/** Settings of an outgoing server that is to be tried, saved or not. */
export type OutgoingSettings = Required<Omit<CreateOutgoingServer, 'password'>>;

/** What the controllers of the configuration need of the plugin's other parts. */
export interface ApiGateway {
  database: Database;
  secrets: Secrets;
  parameters: Parameters;
  addresses: Addresses;
  site: Site;
  outbound: {
    /** Never rejects for what the server does. */
    testServer(input: {
      server: OutgoingSettings;
      /** In clear; null: none. */
      password: string | null;
      /** MAIL FROM and RCPT TO to try; undefined: the gateway's own choice. */
      from?: string;
      to?: string;
    }): Promise<ConnectionTest>;
  };
  incoming: {
    confirm(
      documentId: string
    ): Promise<
      | { ok: true; willImport: number; folderSize: number; steps: readonly ConnectionStep[] }
      | { ok: false; failure: ConnectionFailure; steps: readonly ConnectionStep[] }
    >;
    fetchServer(documentId: string): Promise<FetchReport>;
  };
  scheduledActions: Pick<ScheduledActions, 'list' | 'update' | 'runNow'>;
}

/** As the answer, with fields besides. */
type FetchReport = Omit<FetchResult, 'steps'> & { steps: readonly ConnectionStep[] };

/** How controllers find the parts: from `bootstrap` on, when there is a database. */
export type GatewayOf = (strapi: Core.Strapi) => ApiGateway;
