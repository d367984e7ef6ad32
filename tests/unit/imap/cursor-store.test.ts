import type { Core } from '@strapi/strapi';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CursorLost } from '../../../server/src/inbound/sources/imap';
import { createCursorStore } from '../../../server/src/inbound/sources/imap/cursor-store';
import { createMemoryDatabase } from '../../support/memory-database';

const { connection, database, stop } = createMemoryDatabase();
// Only the names of two tables are asked for.
const strapi = {
  db: { metadata: { get: (uid: string) => ({ tableName: uid.replace(/\W/g, '_') }) } },
} as unknown as Core.Strapi;
const TABLE = 'plugin__mail_gateway_incoming_server';
const trouble = { uid: 4, attempts: 1, notBefore: 0, problem: 'It was refused.' };

beforeEach(async () => {
  await connection.schema.createTable(TABLE, (table) => {
    table.string('document_id');
    table.bigInteger('cursor_fence');
    table.text('troubles');
  });
  await connection(TABLE).insert({ document_id: 'a', cursor_fence: 7, troubles: '[]' });
});
afterEach(() => stop());

describe('the mails that wait', () => {
  it('are written by the holder of the lease, and not by one who has lost it', async () => {
    const cursors = createCursorStore({ strapi, database });
    const row = () => connection(TABLE).first();
    await expect(
      cursors.saveTroubles({ documentId: 'a', fence: 6, troubles: [trouble] })
    ).rejects.toBeInstanceOf(CursorLost);
    expect(await row()).toMatchObject({ troubles: '[]', cursor_fence: 7 });
    await cursors.saveTroubles({ documentId: 'a', fence: 8, troubles: [trouble] });
    expect(JSON.parse((await row()).troubles)).toEqual([trouble]);
    expect(await row()).toMatchObject({ cursor_fence: 8 });
  });
});
