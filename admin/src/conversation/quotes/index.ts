export { ownWords, type Words } from './own-words';
