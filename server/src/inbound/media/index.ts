export { createMediaCopies, type CopiedMedia, type MediaCopies } from './media-copies';
