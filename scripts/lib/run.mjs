import { spawn } from 'node:child_process';
import { root } from './paths.mjs';

const TAIL_LINES = 60;

/** A command that ended with another code than 0; `output` is the end of what it wrote, if that was captured. */
export class CommandFailed extends Error {
  constructor(command, code, signal, output) {
    super(`${command} ended with ${signal ? `signal ${signal}` : `code ${code}`}`);
    this.name = 'CommandFailed';
    this.code = code;
    this.output = output;
  }
}

/**
 * Runs a command to its end.
 *
 * @param {string} command program, or `'node'` for the Node that runs this script
 * @param {string[]} args
 * @param {{ cwd?: string, env?: Record<string, string | undefined>, quiet?: boolean, tail?: number }} [options] `env` is
 *   added to this process's own (undefined removes a name); `quiet` keeps the output and shows its end, `tail` lines of
 *   it, only when the command fails
 * @returns {Promise<string>} what the command wrote, when quiet; otherwise an empty string
 * @throws {CommandFailed}
 */
export function run(command, args = [], options = {}) {
  const program = command === 'node' ? process.execPath : command;
  const shown = [command, ...args].join(' ');
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: options.cwd ?? root,
      env: { ...process.env, ...options.env },
      stdio: options.quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit',
    });
    let output = '';
    const keep = (data) => {
      output += data;
    };
    child.stdout?.setEncoding('utf8').on('data', keep);
    child.stderr?.setEncoding('utf8').on('data', keep);
    child.on('error', (error) => reject(new Error(`${shown} could not be started: ${error.message}`)));
    child.on('close', (code, signal) => {
      if (code === 0) return resolve(output);
      if (options.quiet) process.stderr.write(`${tail(output, options.tail)}\n`);
      reject(new CommandFailed(shown, code, signal, output));
    });
  });
}

/** The last lines of a text. */
export function tail(text, lines = TAIL_LINES) {
  return text.trimEnd().split('\n').slice(-lines).join('\n');
}
