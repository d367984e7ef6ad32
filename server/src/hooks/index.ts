export { createHooks, UnknownStepError, type Hooks, type Middleware, type Unsubscribe } from './hooks';
