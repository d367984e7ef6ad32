import { describe, expect, it } from 'vitest';
import type { MessageAttachment } from '../../../contracts';
import { picturesIn, withPictures } from '../../../admin/src/conversation/pictures';

const file = (contentId: string | null, more: Partial<MessageAttachment> = {}): MessageAttachment => ({
  ...{ documentId: `file ${contentId}`, name: 'logo.png', type: 'image/png', size: 1000, contentId },
  ...more,
});

const idsOf = (html: string, files: MessageAttachment[]): (string | null)[] =>
  picturesIn(html, files).map(({ contentId }) => contentId);

describe('the pictures of a message', () => {
  const html =
    '<p>Hello <img src="cid:logo@x" alt="Logo"><img src="cid:a%20b@x"><img src="cid:q&amp;a@x"></p>';

  it('are the attachments that its HTML names, however the mail program wrote it', () => {
    const files = [file('logo@x'), file('a b@x'), file('q&a@x'), file('other@x'), file(null)];
    expect(idsOf(html, files)).toEqual(['logo@x', 'a b@x', 'q&a@x']);
  });

  it('are of types that cannot hold a script', () => {
    for (const type of ['image/svg+xml', 'text/html', 'image/png; x', 'application/pdf', '']) {
      expect(idsOf(html, [file('logo@x', { type })]), type).toEqual([]);
    }
    for (const type of ['image/png', 'image/jpeg', 'image/gif', 'image/webp']) {
      expect(idsOf(html, [file('logo@x', { type })]), type).toEqual(['logo@x']);
    }
  });

  it('are left out where they are too large together', () => {
    const files = [
      file('logo@x', { size: 6_000_000 }),
      file('a b@x', { size: 6_000_000 }),
      file('q&a@x', { size: 4_000_000 }),
    ];
    expect(idsOf(html, files)).toEqual(['logo@x', 'q&a@x']);
  });

  it('stand where the HTML names them; what is not there keeps its address', () => {
    const addresses = new Map([
      ['logo@x', 'blob:1'],
      ['q&a@x', 'blob:2'],
    ]);
    expect(withPictures(html, addresses)).toBe(
      '<p>Hello <img src="blob:1" alt="Logo"><img src="cid:a%20b@x"><img src="blob:2"></p>'
    );
    expect(withPictures('<img src="cid:%E0%A4%A@x">', addresses)).toBe('<img src="cid:%E0%A4%A@x">');
  });
});
