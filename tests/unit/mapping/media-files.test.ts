import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanFileName } from '../../../server/src/inbound/media/file-name';
import { judgeFile, type FileToJudge } from '../../../server/src/inbound/media/judge-file';

const file = (more: Partial<FileToJudge>): FileToJudge => ({
  fileName: 'report.pdf',
  declaredType: 'application/pdf',
  detectedType: 'application/pdf',
  start: Buffer.from('%PDF-1.7'),
  ...more,
});

const named = (fileName: string, declaredType = 'application/octet-stream', start = 'x'): FileToJudge =>
  file({ fileName, declaredType, detectedType: null, start: Buffer.from(start) });

describe('files that a browser would run', () => {
  const ACTIVE: [string, FileToJudge][] = [
    ['html by name', named('a.html')],
    ['html by name in capitals', named('A.HTM')],
    ['html by declaration', named('a.txt', 'text/html')],
    ['html by its beginning', named('a.txt', 'text/plain', '\uFEFF \n<!DOCTYPE html><p>')],
    ['html as a picture', named('a.png', 'image/png', '<html><script>')],
    [
      'html in UTF-16',
      file({ fileName: 'a.bin', detectedType: null, start: Buffer.from('\uFEFF<html>', 'utf16le') }),
    ],
    ['xhtml', named('a.xhtml', 'application/xhtml+xml')],
    ['svg by name', named('a.svg', 'image/png')],
    ['svg by declaration', named('a', 'image/svg+xml')],
    ['svg by its beginning', named('a.jpg', 'image/jpeg', '<svg xmlns="http://www.w3.org/2000/svg">')],
    ['xml by signature', file({ fileName: 'a.pdf', detectedType: 'application/xml' })],
    ['xml by its beginning', named('a.txt', 'text/plain', '<?xml version="1.0"?>')],
    ['any xml dialect', named('a.bin', 'application/atom+xml')],
    ['script', named('a.js', 'text/plain')],
    ['module', named('a.mjs')],
    ['script by declaration', named('a.txt', 'application/javascript')],
    ['saved page', named('a.mht')],
    [
      'saved page by its beginning',
      named('a.eml', 'message/rfc822', 'MIME-Version: 1.0\r\nContent-Type: multipart/related;'),
    ],
  ];

  it.each(ACTIVE)('never enter the Media Library, whatever the site allows: %s', (_name, candidate) => {
    expect(judgeFile(candidate, { allowedTypes: ['*', '*/*'] })).toEqual({
      allowed: false,
      reason: 'a browser would run it as a page of this site',
    });
  });

  it('are not to be confused with documents and plain text', () => {
    const zip = { detectedType: 'application/zip', start: Buffer.from('PK') };
    expect(
      judgeFile(file({ ...zip, fileName: 'a.docx', declaredType: 'application/octet-stream' }), {})
    ).toEqual({
      allowed: true,
      type: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    });
    expect(judgeFile(named('a.txt', 'text/plain', 'a < b, and <3'), {})).toEqual({
      allowed: true,
      type: 'text/plain',
    });
    expect(judgeFile(named('a.csv', 'text/csv', 'x;y'), {}).allowed).toBe(true);
  });
});

describe('the configuration of the site', () => {
  it('denies by what a file claims or is', () => {
    const security = { deniedTypes: ['application/pdf', 'video/*'] };
    expect(judgeFile(file({}), security).allowed).toBe(false);
    expect(judgeFile(file({ fileName: 'a.txt', declaredType: 'text/plain' }), security).allowed).toBe(false);
    expect(judgeFile(named('a.mp4'), security)).toEqual({
      allowed: false,
      reason: 'the site does not take files of type video/mp4',
    });
  });

  it('allows by what a file is, not by what it says', () => {
    const security = { allowedTypes: ['image/*'] };
    const png = { detectedType: 'image/png', start: Buffer.from([0x89, 0x50]) };
    expect(judgeFile(file({ ...png, fileName: 'a.png', declaredType: 'image/png' }), security).allowed).toBe(
      true
    );
    expect(judgeFile(file({ fileName: 'a.png', declaredType: 'image/png' }), security).allowed).toBe(false);
    expect(judgeFile(named('a.txt', 'text/plain'), security).allowed).toBe(false);
    expect(judgeFile(named('a', ''), { allowedTypes: [] }).allowed).toBe(false);
  });
});

describe('the name of a copy', () => {
  it.each([
    ['../../etc/passwd.txt', 'etc-passwd.txt'],
    ['C:\\temp\\a|b?.pdf', 'C-temp-a-b-.pdf'],
    ['Rechnung Müller.PDF', 'Rechnung Müller.PDF'],
    ['exe.\u202Efdp.exe', 'exe.fdp.exe'],
    ['con.txt', 'attachmentcon.txt'],
    ['.htaccess', 'htaccess.bin'],
    ['  a  .  ', 'a.bin'],
    ['a\u0000b\nc.pdf', 'a\uFFFDb-c.pdf'],
    ['archive.tar.gz', 'archive.tar.gz'],
    ['', 'attachment.bin'],
    [null, 'attachment.bin'],
  ])('of %j is %j', (name, clean) => {
    expect(cleanFileName(name, '.bin')).toBe(clean);
  });

  it('is always one that Strapi takes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (name) => {
        const clean = cleanFileName(name, '.bin');
        // eslint-disable-next-line no-control-regex -- as Strapi's own check
        expect(clean).not.toMatch(/[<>:"/\\|?*\u0000-\u001F]/);
        expect(clean).toMatch(/^[^.\s].*\.[^.]+$/su);
        expect(clean.length).toBeLessThanOrEqual(255);
        expect(Buffer.from(clean).toString()).toBe(clean);
      })
    );
  });
});
