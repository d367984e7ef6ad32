import { watch } from '../lib/watching.mjs';

/** Begins to watch for so many new tickets. */
export default ({ strapi, input: { count } }) => watch(strapi, count);
