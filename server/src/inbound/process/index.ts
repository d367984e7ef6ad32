export { createProcessor, type ProcessorOptions } from './processor';
