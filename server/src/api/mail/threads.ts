import type { Core } from '@strapi/strapi';
import {
  cutMessage,
  postThreadMessage,
  postThreadMessageWithFiles,
  threadMessagesQuery,
  threadQuery,
  type Answer,
  type EndlessAnswer,
  type MessageCut,
  type PostedMessage,
  type Thread as ThreadAnswer,
  type ThreadMessage,
} from '../../../../contracts';
import { GatewayError } from '../../errors';
import { gatewayOf } from '../../gateway';
import type { Author, Thread } from '../../threads';
import { adminUserOf } from '../admin-user';
import { mayReadEntry } from '../../rights';
import { parse } from '../parse';
import { respondWith, type HttpContext } from '../respond';
import { readPostedFiles } from './posted-files';
import { threadAnswer } from './thread-answer';
import { readMessages } from './thread-messages';

const authorOf = (context: HttpContext): Author => {
  const { documentId, id, name, email } = adminUserOf(context);
  return { type: 'admin', id: documentId ?? String(id ?? ''), name, email };
};

const fieldOf = (name: string, value: unknown): unknown => {
  if (name === 'note' && (value === 'true' || value === 'false')) return value === 'true';
  return typeof value === 'string' ? value.replaceAll('\r\n', '\n') : value;
};

/** The fields of a form: all of them are text, whose lines browsers end with CRLF. One that is left empty says nothing. */
const fieldsOf = (form: unknown): unknown =>
  Object.fromEntries(
    Object.entries(form ?? {})
      .filter(([, value]) => value !== '')
      .map(([name, value]) => [name, fieldOf(name, value)])
  );

/**
 * The conversation that a request names.
 * @throws GatewayError `not_found`, also where the user may not read the entry: whether there is one is nobody else's business.
 */
export const readableThread = async (
  { strapi }: { strapi: Core.Strapi },
  context: HttpContext,
  documentId: string
): Promise<Thread> => {
  const thread = await gatewayOf(strapi).threads.find(documentId);
  if (thread && (await mayReadEntry({ strapi }, context.state.userAbility, thread))) return thread;
  throw new GatewayError('not_found', `There is no conversation "${documentId}".`, 404);
};

/** The conversation of an entry: what was said, and answers and notes to it. */
export const createThreadsController = ({ strapi }: { strapi: Core.Strapi }) => ({
  ofEntry: respondWith(async (context): Promise<Answer<ThreadAnswer | null>> => {
    const { contentType, entry } = parse(threadQuery, context.query, 400);
    const wanted = { contentType, entryDocumentId: entry };
    if (!(await mayReadEntry({ strapi }, context.state.userAbility, wanted))) {
      throw new GatewayError('forbidden', 'Your role does not let you read this entry.', 403);
    }
    const { threads } = gatewayOf(strapi);
    const thread = await threads.forEntry(wanted);
    return { data: thread && (await threadAnswer(threads, thread, adminUserOf(context))) };
  }),

  get: respondWith(async (context): Promise<Answer<ThreadAnswer>> => {
    const thread = await readableThread({ strapi }, context, context.params.documentId ?? '');
    return { data: await threadAnswer(gatewayOf(strapi).threads, thread, adminUserOf(context)) };
  }),

  messages: respondWith(async (context): Promise<EndlessAnswer<ThreadMessage>> => {
    const page = parse(threadMessagesQuery, context.query, 400);
    const thread = await readableThread({ strapi }, context, context.params.documentId ?? '');
    return readMessages({ strapi, threads: gatewayOf(strapi).threads }, thread.documentId, page);
  }),

  cut: respondWith(async (context): Promise<Answer<MessageCut>> => {
    const { whole } = parse(cutMessage, context.request.body);
    const { documentId = '', messageId = '' } = context.params;
    const thread = await readableThread({ strapi }, context, documentId);
    return { data: await gatewayOf(strapi).threads.keepWhole(thread.documentId, messageId, whole) };
  }),

  post: respondWith(async (context): Promise<Answer<PostedMessage>> => {
    const thread = await readableThread({ strapi }, context, context.params.documentId ?? '');
    const { body, files } = context.request;
    const attachments = await readPostedFiles(files);
    const schema = attachments.length === 0 ? postThreadMessage : postThreadMessageWithFiles;
    const post = parse(schema, files === undefined ? body : fieldsOf(body));
    const { threads } = gatewayOf(strapi);
    return {
      data: await threads.post(thread.documentId, { ...post, attachments, author: authorOf(context) }),
    };
  }),
});
