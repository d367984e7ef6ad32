import type { ServerFailure } from './types';

/** A run or a test ended at a server; carries what a person needs to know. */
export class ServerError extends Error {
  constructor(
    readonly failure: ServerFailure,
    /** Milliseconds that the server asks to wait. */
    readonly retryAfter: number | null = null
  ) {
    super(failure.message);
    this.name = 'ServerError';
  }
}

/** The work was called off: the lease went to another process, or this one is shutting down. */
export class Stopped extends Error {
  constructor() {
    super('The run was stopped.');
    this.name = 'Stopped';
  }
}
