import { describe, expect, it } from 'vitest';
import { projectFiles, read } from './root';

// Written in two pieces, so that this file does not find itself.
const word = (...pieces: string[]): RegExp => new RegExp(`\\b${pieces.join('')}\\b`);

const UNWANTED: Record<string, RegExp> = {
  'path of the machine it was written on': new RegExp(['/wo', 'rk/'].join('')),
  'name of a file that is not in the project': new RegExp(
    ['\\b(?:rules|odoo-behaviour|lessons|strapi|libraries)', '\\.md\\b'].join('')
  ),
  'unfinished work': new RegExp(
    `${word('TO', 'DO').source}|${word('FIX', 'ME').source}|${word('XX', 'X').source}`
  ),
  'word of how it was written': new RegExp(
    ['\\b(?:Clau', 'de|Anthro', 'pic|Chat', 'GPT|Open', 'AI)\\b'].join('')
  ),
};

const TEXT = /\.(?:[cm]?[jt]sx?|json|md|ya?ml|sh|css|html|in|conf)$|^[^.]+$/;
const OUTSIDE = /^(?:package-lock\.json|LICENSE|THIRD-PARTY-NOTICES\.md)$|\.eml$/;

const texts = projectFiles().filter((file) => TEXT.test(file) && !OUTSIDE.test(file));

const EMOJI = /\p{Emoji_Presentation}/u;

const linesWith = (files: string[], pattern: RegExp): string[] =>
  files.flatMap((file) =>
    read(file)
      .split('\n')
      .flatMap((line, index) =>
        pattern.test(line) ? [`${file}:${index + 1}: ${line.trim().slice(0, 120)}`] : []
      )
  );

describe('texts of the project', () => {
  it.each(Object.entries(UNWANTED))('hold no %s', (_what, pattern) => {
    expect(linesWith(texts, pattern)).toEqual([]);
  });

  it('hold no emoji, but for the mails of tests', () => {
    expect(
      linesWith(
        texts.filter((file) => !file.startsWith('tests/')),
        EMOJI
      )
    ).toEqual([]);
  });

  it('name no package server in the lockfile', () => {
    const addresses = [...read('package-lock.json').matchAll(/"resolved": "([^"]+)"/g)].map(([, url]) => url);
    expect(addresses.filter((url) => !url?.startsWith('https://registry.npmjs.org/'))).toEqual([]);
  });
});
