import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** The repository root, which is also the plugin's root. */
export const ROOT = path.resolve(import.meta.dirname, '../../..');

export const fromRoot = (...parts: string[]): string => path.join(ROOT, ...parts);

export const read = (file: string): string => readFileSync(fromRoot(file), 'utf8');

export const hasBuild = existsSync(fromRoot('dist/server/index.js'));

type ExportEntry = string | Record<string, string>;

export interface Manifest {
  exports: Record<string, ExportEntry>;
  files: string[];
  /** Programs by name. */
  bin?: Record<string, string>;
  engines: { node: string };
  scripts: Record<string, string>;
  dependencies: Record<string, string>;
  peerDependencies: Record<string, string>;
  devDependencies: Record<string, string>;
  license: string;
  strapi: { name: string; kind: string };
}

export const manifest = JSON.parse(read('package.json')) as Manifest;

/** What an install of the plugin finds beside it, and nothing else. */
export const runtimePackages = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies });

/** The files that git knows or would take in. */
export const projectFiles = (): string[] =>
  execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], {
    cwd: ROOT,
    encoding: 'utf8',
  })
    .split('\0')
    .filter((file) => file !== '' && existsSync(fromRoot(file)));
