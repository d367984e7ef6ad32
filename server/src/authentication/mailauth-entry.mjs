// What the vendor step (`scripts/lib/vendor.mjs`) bundles into `vendor/mailauth.mjs`: only these modules of mailauth are
// used. Its main module would load the BIMI part, whose HTTP client does not run on Node 20.
export { dkimVerify } from 'mailauth/lib/dkim/verify.js';
export { evaluateDmarc } from 'mailauth/lib/dmarc/index.js';
export { getAlignment } from 'mailauth/lib/tools.js';
export { getAuthorDomain } from 'mailauth/lib/dmarc/author-domain.js';
