import { describe, expect, it } from 'vitest';
import { fileNameOf } from '../../../admin/src/api/file-name';

describe('the name of a downloaded file', () => {
  it.each([
    ['attachment; filename="Offer 7.eml"', 'Offer 7.eml'],
    ['attachment; filename="Gr??e.eml"; filename*=UTF-8\'\'Gr%C3%BC%C3%9Fe.eml', 'Grüße.eml'],
    ['attachment; filename="a \\"b\\".eml"', 'a "b".eml'],
    ['attachment; filename=mail.eml', 'mail.eml'],
    ['attachment; filename="plain.eml"; filename*=UTF-8\'\'%E0%A4%A', 'plain.eml'],
    ['attachment', null],
    [null, null],
  ])('is read of %j', (disposition, name) => {
    expect(fileNameOf(disposition)).toBe(name);
  });
});
