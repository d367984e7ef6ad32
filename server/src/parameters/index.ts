export { createParameters, type Parameters } from './parameters';
export { isParameterKey, type ParameterKey, type ParameterValues } from './registry';
