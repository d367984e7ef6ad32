export { createSite, SITE_COPY_EVENT, type Site } from './site';
