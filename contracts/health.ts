import { z } from 'zod';

/** What keeps mail from going as fast as it could: `GET /mail-gateway/health`, of the process that answers. */
export const health = z.strictObject({
  /**
   * Content types whose entries take so long to create, hooks of the site included, that their mails are delivered one
   * by one.
   */
  slowContentTypes: z.array(
    z.strictObject({
      contentType: z.string(),
      /** Milliseconds that an entry takes on average. */
      milliseconds: z.int(),
      /** One sentence for people. */
      message: z.string(),
    })
  ),
});
export type Health = z.infer<typeof health>;
