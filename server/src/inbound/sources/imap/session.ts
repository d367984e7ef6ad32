import type { ImapFlow } from 'imapflow';
import type { StepSentence } from '../../../../../contracts';
import {
  mayUsePlainPassword,
  vetHost,
  type NetworkPolicy,
  type Resolve,
  type VettedHost,
} from '../../../network';
import { createClient } from './client';
import { createDeadline } from './deadline';
import { diagnose } from './diagnosis';
import { factsOf } from './error-facts';
import type { FailureContext } from './failure-context';
import { similarFolders } from './folders';
import type { ImapLimits } from './limits';
import { ServerError, Stopped } from './server-error';
import { speaksTls } from './tls-probe';
import { doing } from './step-words';
import type { IncomingServer, Phase, Step } from './types';

/** What was found out about a failure beyond its error. */
type Known = Pick<FailureContext, 'similarFolders' | 'speaksTls'>;

/** A logged-in connection that lasts for one run. */
export interface Session {
  readonly client: ImapFlow;
  readonly steps: readonly Step[];
  /**
   * Does something at the server within a time limit; the connection is closed when it is exceeded.
   * @throws ServerError with the diagnosis, or Stopped when the run was called off.
   */
  attempt<T>(phase: Phase, tried: StepSentence, limit: number, work: () => Promise<T>): Promise<T>;
  /** Does something that sends no command, however long it takes, and keeps the connection open meanwhile. */
  meanwhile<T>(work: () => Promise<T>): Promise<T>;
  /** The diagnosis of an error that did not come through `attempt`. */
  problem(phase: Phase, tried: StepSentence, error: unknown, known?: Known): ServerError | Stopped;
  /** Whether further commands can be sent. */
  isUsable(): boolean;
  /** Closes at once. */
  abort(): void;
  /** Takes leave of the server and closes. Never rejects. */
  end(): Promise<void>;
}

export interface SessionOptions {
  server: IncomingServer;
  password: string;
  policy: NetworkPolicy;
  resolve?: Resolve;
  limits: ImapLimits;
  maxMessageSize: number;
  signal: AbortSignal;
  /** What was done, filled while it is done, so that it can be shown after a failure as well. */
  steps: Step[];
}

const KIND = { none: 'without encryption', starttls: 'with STARTTLS', tls: 'with TLS' } as const;

const REPEATED: ReadonlySet<Phase> = new Set(['list', 'download', 'after_fetch']);

/** Where a connection attempt stands, read off the client after it failed. */
const phaseOf = (client: ImapFlow, error: unknown): Phase => {
  if (client.connectedAt === null) return 'connect';
  if (client.greeting === undefined) return 'greeting';
  const tlsFailed = typeof error === 'object' && error !== null && Reflect.get(error, 'tlsFailed') === true;
  return tlsFailed ? 'starttls' : 'login';
};

/** A BYE in place of a greeting is a greeting too (RFC 9051 7.1.5). */
const greetingOf = (client: ImapFlow): string | null => client.greeting ?? client.byeReason ?? null;

const refused = (
  phase: Phase,
  { message: tried }: StepSentence,
  code: string,
  message: string,
  advice: string
): ServerError => new ServerError({ phase, tried, serverSaid: null, code, message, advice });

const lookUp = ({ host }: IncomingServer): StepSentence => doing('look_up', { host }, `Look up ${host}`);

const vet = async ({ server, policy, resolve, limits }: SessionOptions): Promise<VettedHost> => {
  const tried = lookUp(server);
  const verdict = await vetHost(server, policy, { resolve, limit: limits.dns });
  if (!verdict.allowed) {
    throw refused('dns', tried, verdict.code, verdict.message, 'Correct server name or port.');
  }
  if (server.encryption !== 'none') return verdict;
  const addresses = verdict.addresses.filter(({ address }) => mayUsePlainPassword(address, policy));
  const [first] = addresses;
  if (first) return { ...verdict, addresses, address: first.address };
  throw refused(
    'dns',
    tried,
    'plain_password_refused',
    `${server.host} is in no network where a password may travel without encryption.`,
    'Choose TLS or STARTTLS, or add the server’s network to network.allowedNetworks in the plugin configuration.'
  );
};

/** Connects and logs in. @throws ServerError, Stopped */
export const openSession = async (options: SessionOptions): Promise<Session> => {
  const { server, password, limits, signal, steps, maxMessageSize } = options;
  if (signal.aborted) throw new Stopped();

  const step = async <T>(tried: StepSentence, work: () => Promise<T>): Promise<T> => {
    const record: Step = { tried, ok: false };
    steps.push(record);
    const result = await work();
    record.ok = true;
    return result;
  };

  const vetted = await step(lookUp(server), () => vet(options));
  const client = createClient(server, password, vetted, limits, maxMessageSize);
  const abort = (): void => client.close();
  signal.addEventListener('abort', abort, { once: true });

  const problem: Session['problem'] = (phase, tried, error, known = {}) => {
    if (signal.aborted) return new Stopped();
    if (error instanceof ServerError) return error;
    const facts = factsOf(error);
    const context = { phase, tried: tried.message, error: facts, server, greeting: greetingOf(client) };
    return new ServerError(diagnose({ ...context, secrets: [password], ...known }), facts.throttle);
  };

  const attempt: Session['attempt'] = async (phase, tried, limit, work) => {
    const record: Step = { tried, ok: true };
    // What happens for each mail or page is told once, or when it fails.
    if (!REPEATED.has(phase)) steps.push(record);
    try {
      return await createDeadline(phase, limit, abort).race(work());
    } catch (error) {
      record.ok = false;
      if (REPEATED.has(phase)) steps.push(record);
      throw problem(phase, tried, error);
    }
  };

  const meanwhile: Session['meanwhile'] = async (work) => {
    let waiting = false;
    const timer = setInterval(() => {
      if (waiting || !client.usable) return;
      waiting = true;
      // A command that comes while it is under way waits for its answer, within that command's own limit.
      void client.noop().finally(() => (waiting = false));
    }, limits.keepAlive);
    try {
      return await work();
    } finally {
      clearInterval(timer);
    }
  };

  const connect = async (): Promise<void> => {
    const { host, port, encryption, username: user } = server;
    const message = `Connect to ${host} on port ${port} ${KIND[encryption]} and log in as ${user}`;
    const tried = doing('connect_and_log_in', { host, port: String(port), encryption, user }, message);
    await step(tried, async () => {
      const limit = limits.connect + limits.greeting + limits.login;
      try {
        await createDeadline('login', limit, abort).race(client.connect());
      } catch (error) {
        const phase = phaseOf(client, error);
        const silent = phase === 'greeting' && greetingOf(client) === null && server.encryption !== 'tls';
        throw problem(
          phase,
          tried,
          error,
          silent ? { speaksTls: await speaksTls(vetted, limits.greeting, signal) } : {}
        );
      }
    });
  };

  try {
    await connect();
  } catch (error) {
    signal.removeEventListener('abort', abort);
    client.close();
    throw error;
  }

  return {
    client,
    steps,
    attempt,
    meanwhile,
    problem,
    isUsable: () => client.usable,
    abort,
    async end() {
      signal.removeEventListener('abort', abort);
      try {
        if (client.usable) await createDeadline('logout', limits.logout, abort).race(client.logout());
      } catch {
        // Everything that matters is done; how the server takes leave does not.
      }
      client.close();
    },
  };
};

/** Parents that only hold other folders cannot be opened (RFC 9051 7.3.1). */
const isSelectable = ({ flags }: { flags: Set<string> }): boolean =>
  !flags.has('\\Noselect') && !flags.has('\\NonExistent');

/** Opens the row's folder; a missing one is answered with those that resemble it. @throws ServerError, Stopped */
export const openFolder = (
  session: Session,
  server: IncomingServer,
  limits: ImapLimits,
  { readOnly }: { readOnly: boolean }
) => {
  const { folder } = server;
  const tried = doing('open_folder', { folder }, `Open the folder ${folder}`);
  return session.attempt('open', tried, limits.open, async () => {
    try {
      return await session.client.mailboxOpen(server.folder, { readOnly });
    } catch (error) {
      if (!session.isUsable() || !factsOf(error).folderMissing) throw error;
      const folders = (await session.client.list()).filter(isSelectable).map(({ path }) => path);
      throw session.problem('open', tried, error, { similarFolders: similarFolders(server.folder, folders) });
    }
  });
};
