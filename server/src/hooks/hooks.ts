import compose from 'koa-compose';

/** What each step hands to its middleware; contexts are declared by the parts that run the step (`hooks/steps.ts`). */
export type Middleware<Context> = (context: Context, next: () => Promise<void>) => Promise<void> | void;

export type Unsubscribe = () => void;

/**
 * Koa-style middleware around the steps of the pipeline. Middleware runs in the order of registration; what stands
 * before `await next()` runs before the step, what stands after it runs after. Not calling `next()` leaves the step
 * out, which the step itself turns into a visible state. An exception ends the step and becomes the mail's reason.
 */
export interface Hooks<Steps extends object> {
  /** Adds middleware to a step. @returns a function that removes it again. */
  use<Step extends keyof Steps>(step: Step, middleware: Middleware<Steps[Step]>): Unsubscribe;
  /** Whether a step has any middleware. */
  has(step: keyof Steps): boolean;
  /** Runs the step inside its middleware. Rejects with whatever a middleware or the step threw. */
  run<Step extends keyof Steps>(step: Step, context: Steps[Step], work: () => Promise<void>): Promise<void>;
}

/** Thrown by `use` for a name that is no step. */
export class UnknownStepError extends Error {
  constructor(step: string, known: readonly string[]) {
    super(`"${step}" is no step of the mail gateway. Steps: ${known.join(', ')}.`);
    this.name = 'UnknownStepError';
  }
}

/** @param names the steps there are; `use` refuses others, so that a typing error does not go unnoticed. */
export const createHooks = <Steps extends object>(names: readonly (keyof Steps)[]): Hooks<Steps> => {
  const chains = new Map<keyof Steps, Middleware<never>[]>(names.map((name) => [name, []]));

  return {
    use(step, middleware) {
      const chain = chains.get(step);
      if (!chain) throw new UnknownStepError(String(step), names.map(String));
      chain.push(middleware);
      return () => {
        const position = chain.indexOf(middleware);
        if (position >= 0) chain.splice(position, 1);
      };
    },

    has: (step) => (chains.get(step) ?? []).length > 0,

    async run(step, context, work) {
      // The map holds chains of every step; the key decides which context they take.
      const chain = (chains.get(step) ?? []) as unknown as Middleware<typeof context>[];
      await compose<typeof context>([...chain, () => work()])(context);
    },
  };
};
