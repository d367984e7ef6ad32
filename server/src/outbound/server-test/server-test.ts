import { CONNECTION_STEPS, type StepSentence } from '../../../../contracts';
import { GatewayError } from '../../errors';
import { cleanText, normaliseAddress } from '../../mail';
import { writerOf } from '../../sentence';
import type { OutboundDependencies } from '../dependencies';
import type { Servers } from '../servers';
import type { OutboundSettings } from '../settings';
import type { SmtpTarget, TransportTimeouts } from '../transport/connection';
import { TransportError } from '../transport/errors';
import { redactorOf } from '../transport/redact';
import { testedSettings } from '../tested-settings';
import { resolveTarget, type ServerConnection } from '../transport/transports';
import type { OutgoingServer } from '../types';
import { BreakdownError, createDialogue, type Dialogue, type Reply } from './dialogue';
import { diagnose, type Problem, type Trouble } from './diagnose';
import { chooseLogin, logIn, offeredLogins, offersStartTls } from './login';
import { senderCandidates, type SenderCandidate } from './senders';

/** Values of a server that may not be saved yet. */
export type TestedServer = ServerConnection &
  Pick<OutgoingServer, 'fromFilter' | 'envelopeSender'> & {
    /** A new password or `env:` reference; null: the stored one of `documentId`. */
    password: string | null;
    documentId: string | null;
  };

/** One step of the dialogue, in the order in which it was tried. */
export interface TestStep {
  /** `connect`, `tls`, `greeting`, `hello`, `starttls`, `login`, `sender`, `recipient`, `data`; `host` before all. */
  step: Trouble['step'] | 'host';
  /** What was done, without secrets: `MAIL FROM:<bounce@…>`, `connect to 192.0.2.1, port 587`. */
  sent: string;
  /** What `sent` says, where it is no command of SMTP. */
  about: Pick<StepSentence, 'code' | 'values'> | null;
  /** What the server said; null where it said nothing, and before a valid greeting. */
  answer: string | null;
  ok: boolean;
}

/** What was tried, what the server said, and what to do. */
export interface ServerTestResult {
  ok: boolean;
  steps: TestStep[];
  problem: Problem | null;
}

/**
 * Tries a server up to the point where it would take a mail, and hangs up: nothing is sent. A saved server, named by its
 * documentId, remembers the outcome.
 * @param options `from`, `to`: addresses to try instead of those of the site.
 * @throws GatewayError `not_found`, or for a secret that must not be read.
 */
export type ServerTest = (
  server: string | TestedServer,
  options?: { from?: string; to?: string }
) => Promise<ServerTestResult>;

/** Ends the dialogue: what went wrong is known. */
class TroubleError extends Error {
  constructor(readonly trouble: Trouble) {
    super(trouble.step);
  }
}

const positive = ({ code }: Reply): boolean => code >= 200 && code < 300;
const REPLY_SHOWN = 1_000;

/** A dialogue whose replies show nothing of the login. */
const withoutLogin = (dialogue: Dialogue, login: SmtpTarget['login']): Dialogue => {
  const redact = redactorOf(login);
  const shown = ({ code, text }: Reply): Reply => ({ code, text: redact(text) });
  return {
    ...dialogue,
    read: async () => shown(await dialogue.read()),
    ask: async (command) => shown(await dialogue.ask(command)),
  };
};

const say = writerOf(CONNECTION_STEPS);

const asDone = (tried: string | StepSentence): Pick<TestStep, 'sent' | 'about'> => {
  if (typeof tried === 'string') return { sent: tried, about: null };
  const { message: sent, ...about } = tried;
  return { sent, about };
};

const TLS = say('secure', {}, 'TLS');

/** Collects what was tried and what came of it. */
const createProtocol = () => {
  const steps: TestStep[] = [];
  return {
    steps,
    /** Does one step. `accepts` decides whether the reply is good; a bad one ends the dialogue. */
    async step(
      tried: string | StepSentence,
      step: Trouble['step'],
      work: () => Promise<Reply | null>,
      { accepts = positive, address }: { accepts?: (reply: Reply) => boolean; address?: string } = {}
    ): Promise<Reply | null> {
      const done = asDone(tried);
      try {
        const reply = await work();
        const ok = reply === null || accepts(reply);
        steps.push({ step, ...done, answer: reply && cleanText(reply.text, REPLY_SHOWN), ok });
        if (!ok && reply) throw new TroubleError({ step, reply, address });
        return reply;
      } catch (error) {
        if (!(error instanceof BreakdownError)) throw error;
        const { breakdown } = error;
        steps.push({
          step,
          ...done,
          answer: 'detail' in breakdown ? breakdown.detail : breakdown.kind,
          ok: false,
        });
        throw new TroubleError({ step, breakdown, address });
      }
    },
  };
};

type Protocol = ReturnType<typeof createProtocol>;

const hello = async (dialogue: Dialogue, { step }: Protocol, name: string): Promise<string> =>
  (await step(`EHLO ${name}`, 'hello', () => dialogue.ask(`EHLO ${name}`)))?.text ?? '';

/** Replies that only a mail server begins with (RFC 5321 3.1, 4.3.2); what others say is not for people to see. */
const greetingOf = async (dialogue: Dialogue): Promise<Reply> => {
  const reply = await dialogue.read();
  if ([220, 421, 554].includes(reply.code)) return reply;
  throw new BreakdownError({ kind: 'no_smtp' });
};

const connectAndGreet = async (
  dialogue: Dialogue,
  protocol: Protocol,
  { address, port, encryption, heloName = 'localhost' }: SmtpTarget
): Promise<string> => {
  const { step } = protocol;
  const silent = (work: () => Promise<void>) => async (): Promise<null> => {
    await work();
    return null;
  };
  const message = `connect to ${address}, port ${port}`;
  await step(
    say('connect', { host: address, port: String(port) }, message),
    'connect',
    silent(dialogue.connect)
  );
  if (encryption === 'tls') await step(TLS, 'tls', silent(dialogue.secure));
  await step(say('greeting', {}, 'greeting'), 'greeting', () => greetingOf(dialogue), {
    accepts: ({ code }) => code === 220,
  });
  const offered = await hello(dialogue, protocol, heloName);
  if (encryption !== 'starttls') return offered;
  if (!offersStartTls(offered)) {
    throw new TroubleError({ step: 'starttls', reply: { code: 502, text: offered } });
  }
  await step('STARTTLS', 'starttls', () => dialogue.ask('STARTTLS'));
  await step(TLS, 'tls', silent(dialogue.secure));
  return hello(dialogue, protocol, heloName);
};

const authenticate = async (
  dialogue: Dialogue,
  { step }: Protocol,
  offered: string,
  login: NonNullable<SmtpTarget['login']>
): Promise<void> => {
  const mechanism = chooseLogin(offeredLogins(offered));
  if (!mechanism) throw new TroubleError({ step: 'login', reply: { code: 250, text: offered } });
  await step(`AUTH ${mechanism}`, 'login', () => logIn(dialogue, mechanism, login));
};

/** The first sender that the server takes. */
const trySenders = async (
  dialogue: Dialogue,
  { step }: Protocol,
  candidates: readonly SenderCandidate[]
): Promise<SenderCandidate | undefined> => {
  for (const [index, candidate] of candidates.entries()) {
    const { address } = candidate;
    const isLast = index === candidates.length - 1;
    try {
      await step(`MAIL FROM:<${address}>`, 'sender', () => dialogue.ask(`MAIL FROM:<${address}>`), {
        address,
      });
      return candidate;
    } catch (error) {
      const goesOn = error instanceof TroubleError && error.trouble.reply && error.trouble.reply.code !== 421;
      if (!goesOn || isLast) throw error;
    }
  }
  return undefined;
};

const NO_ADDRESS: Problem = {
  code: 'sender_missing',
  message: 'The server lets us in, but there is no address yet to send from.',
  advice: 'Set the alias domain (mail.catchall.domain), or give an address with the test.',
};

const outcome = (steps: TestStep[], problem: Problem | null): ServerTestResult => ({
  ok: problem === null,
  steps,
  problem,
});

/** @see ServerTest */
export const createServerTest = ({
  servers,
  secrets,
  network,
  ca,
  timeouts,
  readSettings,
}: Pick<OutboundDependencies, 'secrets' | 'network' | 'ca'> & {
  servers: Servers;
  timeouts: TransportTimeouts;
  readSettings(): Promise<OutboundSettings>;
}): ServerTest => {
  const saved = async (documentId: string): Promise<TestedServer> => {
    const server = await servers.find(documentId);
    if (!server) throw new GatewayError('not_found', 'There is no such outgoing server.', 404);
    return { ...server, password: null };
  };

  const passwordOf = async ({ password, documentId }: TestedServer): Promise<string | null> => {
    if (password !== null) return secrets.resolve(password);
    return documentId === null ? null : secrets.read(`outgoing-server:${documentId}`);
  };

  const run = async (
    server: TestedServer,
    options: { from?: string; to?: string }
  ): Promise<{ test: ServerTestResult; sender: SenderCandidate['kind'] | null }> => {
    const protocol = createProtocol();
    const settings = await readSettings();
    const candidates = senderCandidates(server, settings, options.from);
    const to = normaliseAddress(options.to ?? candidates.at(-1)?.address ?? '');
    let dialogue: Dialogue | null = null;
    try {
      const target = await resolveTarget(server, settings.domain, () => passwordOf(server), { network, ca });
      const limit = Math.min(timeouts.connect, timeouts.silence);
      dialogue = withoutLogin(createDialogue({ ...target, limit }), target.login);
      const offered = await connectAndGreet(dialogue, protocol, target);
      if (target.login) await authenticate(dialogue, protocol, offered, target.login);
      // Whether we are let in is worth knowing before anybody has decided on addresses.
      if (candidates.length === 0 || to === null)
        return { test: outcome(protocol.steps, NO_ADDRESS), sender: null };
      const sender = await trySenders(dialogue, protocol, candidates);
      const { ask } = dialogue;
      await protocol.step(`RCPT TO:<${to}>`, 'recipient', () => ask(`RCPT TO:<${to}>`), { address: to });
      await protocol.step('DATA', 'data', () => ask('DATA'), { accepts: ({ code }) => code === 354 });
      return { test: outcome(protocol.steps, null), sender: sender?.kind ?? null };
    } catch (error) {
      if (error instanceof TroubleError) {
        return { test: outcome(protocol.steps, diagnose(error.trouble, server)), sender: null };
      }
      if (!(error instanceof TransportError)) throw error;
      const { message, code = 'host_refused' } = error.error;
      const advice =
        error.phase === 'login'
          ? 'Enter user name and password of the account.'
          : "Compare the server name with the provider's instructions.";
      const step = error.phase === 'login' ? 'login' : 'host';
      const done = step === 'login' ? say('password', {}, step) : say('look_up', { host: server.host }, step);
      protocol.steps.push({ step, ...asDone(done), answer: null, ok: false });
      return { test: outcome(protocol.steps, { code, message, advice }), sender: null };
    } finally {
      dialogue?.close();
    }
  };

  return async (which, options = {}) => {
    const server = typeof which === 'string' ? await saved(which) : which;
    const { test, sender } = await run(server, options);
    if (typeof which === 'string') {
      // A sender that was given with the test says nothing about those that the server is used with.
      const acceptedSender = options.from === undefined ? sender : undefined;
      await servers.tested(which, testedSettings(server), { problem: test.problem, acceptedSender });
    }
    return test;
  };
};
