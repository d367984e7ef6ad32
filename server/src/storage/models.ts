import { TABLE } from '../constants';

/**
 * Raw models: tables that Strapi creates and keeps, without a content type, an API, permissions or `entry.*` events.
 * They are keyed by the owner's documentId, never by `id`, because `strapi transfer` gives new ids.
 */

interface RawModel {
  uid: string;
  singularName: string;
  tableName: string;
  attributes: Record<string, Record<string, unknown>>;
  indexes: { name: string; columns: string[]; type?: 'unique' }[];
}

const key = { type: 'string' };
const milliseconds = { type: 'biginteger' };

/** Column type of the bytes of a chunk; Strapi's own `binary` would be altered again at every change of the schema. */
const bytesColumn = (client: string): string => {
  if (client === 'postgres') return 'bytea';
  return client === 'mysql' ? 'longblob' : 'blob';
};

const model = (
  singularName: string,
  tableName: string,
  attributes: RawModel['attributes'],
  indexes: [name: string, columns: string[], type?: 'unique'][]
): RawModel => ({
  uid: `plugin::mail-gateway.${singularName}`,
  singularName,
  tableName,
  attributes: { id: { type: 'increments' }, ...owned(attributes) },
  indexes: indexes.map(([name, columns, type]) => ({
    name: `${tableName}_${name}_idx`,
    columns,
    ...(type ? { type } : {}),
  })),
});

/** Strapi writes each attribute's column name into its object, so that no two attributes may share one. */
const owned = (attributes: RawModel['attributes']): RawModel['attributes'] =>
  Object.fromEntries(Object.entries(attributes).map(([name, attribute]) => [name, { ...attribute }]));

/**
 * All raw models of the plugin.
 * @param client Strapi's database client: `sqlite`, `postgres` or `mysql`.
 */
export const rawModels = (client: string): RawModel[] => [
  model(
    'effect',
    TABLE.effects,
    {
      effectKey: key,
      ordinal: { type: 'integer' },
      contentKey: key,
      inbound: key,
      target: { type: 'string' },
      senderKey: key,
      result: { type: 'text' },
      createdAt: milliseconds,
    },
    [
      ['effect', ['effect_key', 'ordinal'], 'unique'],
      ['loop', ['target', 'sender_key', 'created_at']],
      ['inbound', ['inbound']],
    ]
  ),
  model(
    'address',
    TABLE.addresses,
    { addressKey: key, owner: { type: 'string' }, kind: { type: 'string' } },
    [
      ['address', ['address_key'], 'unique'],
      ['owner', ['owner']],
    ]
  ),
  model(
    'chunk',
    TABLE.chunks,
    {
      owner: key,
      position: { type: 'integer' },
      bytes: { type: 'text', columnType: { type: 'specificType', args: [bytesColumn(client)] } },
      createdAt: milliseconds,
    },
    [
      ['owner', ['owner', 'position'], 'unique'],
      ['created', ['created_at']],
    ]
  ),
  model(
    'attachment',
    TABLE.attachments,
    {
      documentId: key,
      messageId: key,
      position: { type: 'integer' },
      name: { type: 'text' },
      contentType: { type: 'string' },
      size: { type: 'biginteger' },
      digest: key,
      contentId: { type: 'text' },
      disposition: { type: 'string' },
      bytesOwner: key,
    },
    [
      ['document', ['document_id'], 'unique'],
      ['bytes', ['bytes_owner']],
      ['message', ['message_id', 'position']],
    ]
  ),
  model(
    'media-copy',
    TABLE.mediaCopies,
    { effectKey: key, part: { type: 'integer' }, fileId: { type: 'integer' }, createdAt: milliseconds },
    [
      ['part', ['effect_key', 'part'], 'unique'],
      ['file', ['file_id']],
    ]
  ),
  model(
    'lease',
    TABLE.leases,
    { name: key, owner: { type: 'string' }, fence: { type: 'biginteger' }, expiresAt: milliseconds },
    [['name', ['name'], 'unique']]
  ),
  model(
    'scheduled-action',
    TABLE.scheduledActions,
    {
      name: key,
      intervalMinutes: { type: 'integer' },
      active: { type: 'boolean' },
      nextRunAt: milliseconds,
      lastRunAt: milliseconds,
      lastResult: { type: 'text' },
      lastSentences: { type: 'text' },
    },
    [['name', ['name'], 'unique']]
  ),
  model('sealed-content', TABLE.sealedContents, { contentId: { ...key }, ciphertext: { type: 'text' } }, [
    ['content', ['content_id'], 'unique'],
  ]),
  model('secret', TABLE.secrets, { owner: key, ciphertext: { type: 'text' } }, [
    ['owner', ['owner'], 'unique'],
  ]),
];
