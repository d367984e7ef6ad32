export { default } from './dist/admin/src';
