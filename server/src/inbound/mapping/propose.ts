import type { AttributeShape, ContentTypeShape, Mapping, Source } from './types';

type Test = (attribute: AttributeShape) => boolean;

const ofType =
  (...types: string[]): Test =>
  (attribute) =>
    types.includes(attribute.type);

/** Names are compared without case, hyphens and underscores. */
const plain = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '');

const NAMES = {
  subject: ['subject', 'title', 'headline', 'topic', 'summary'],
  senderName: [
    ...[
      'name',
      'fullname',
      'fromname',
      'sendername',
      'customername',
      'contactname',
      'applicantname',
      'authorname',
    ],
    ...['sender', 'from', 'customer', 'contact', 'author', 'requester'],
  ],
  address: ['email', 'emailaddress', 'fromemail', 'senderemail', 'customeremail', 'contactemail', 'mail'],
  body: [
    ...['description', 'body', 'content', 'message', 'coverletter', 'letter', 'text', 'details', 'question'],
    ...['request', 'inquiry', 'enquiry', 'comment', 'note', 'notes'],
  ],
  files: ['attachments', 'attachment', 'files', 'file', 'documents', 'document', 'cv', 'resume', 'media'],
  date: [
    ...[
      'receivedat',
      'received',
      'receivedon',
      'senton',
      'sentat',
      'date',
      'datetime',
      'maildate',
      'openedat',
    ],
    ...['submittedat', 'appliedat', 'reportedat'],
  ],
  messageId: ['messageid', 'mailid', 'emailid', 'emailmessageid'],
  to: ['to', 'recipient', 'recipients'],
  cc: ['cc', 'carboncopy'],
  person: [
    'customer',
    'contact',
    'client',
    'sender',
    'requester',
    'author',
    'person',
    'applicant',
    'user',
    'lead',
  ],
};

const WORDS = ofType('string', 'text');
const needsWords: Test = ({ type, required, hasDefault }) =>
  type === 'string' && required === true && hasDefault !== true;
const takesFiles: Test = ({ type, allowedTypes }) =>
  type === 'media' && (allowedTypes?.includes('files') ?? true);
const isPerson: Test = ({ type, targetAddress }) => type === 'relation' && targetAddress !== undefined;

/**
 * A mapping for a new alias, from the names and types of the content type's attributes. What a mail says nothing about
 * is left out; an attribute is used once.
 */
export const proposeMapping = (shape: ContentTypeShape): Mapping => {
  const mapping: Mapping = {};
  const free = () => Object.entries(shape.attributes).filter(([name]) => !(name in mapping));

  const first = (test: Test): string | undefined => free().find(([, attribute]) => test(attribute))?.[0];
  const named = (names: readonly string[], test: Test): string | undefined =>
    names
      .map((name) => free().find(([key, attribute]) => plain(key) === name && test(attribute))?.[0])
      .find((name) => name !== undefined);
  /** @returns whether there was an attribute for the source. */
  const map = (attribute: string | undefined, source: Source): boolean => {
    if (attribute !== undefined) mapping[attribute] = source;
    return attribute !== undefined;
  };

  const hasAddress = map(
    named(NAMES.address, ofType('email')) ?? first(ofType('email')) ?? named(NAMES.address, ofType('string')),
    'from.address'
  );
  const hasSubject = map(named(NAMES.subject, WORDS), 'subject');
  if (hasAddress || hasSubject) map(named(NAMES.senderName, ofType('string')), 'from.name');
  if (!hasSubject) map(named(['name'], WORDS) ?? first(needsWords), 'subject');

  const body = named(NAMES.body, ofType('richtext', 'blocks', 'text')) ?? first(ofType('richtext', 'blocks'));
  map(body, shape.attributes[body ?? '']?.type === 'text' ? 'text' : 'html');
  map(named(NAMES.files, ofType('media')) ?? first(takesFiles), 'attachments');
  map(named(NAMES.date, ofType('datetime', 'date', 'timestamp')), 'date');
  map(named(NAMES.messageId, WORDS), 'messageId');
  map(named(NAMES.to, WORDS), 'to');
  map(named(NAMES.cc, WORDS), 'cc');
  map(named(NAMES.person, isPerson), 'from.address');
  return mapping;
};
