export { createMediaCopies, type BegunCopies, type CopiedMedia, type MediaCopies } from './media-copies';
