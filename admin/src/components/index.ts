export { ContentTypesProvider, useContentTypes, type ContentTypes } from './content-types';
export { EntryLink } from './EntryLink';
export { LoadFailed } from './LoadFailed';
export { SiteBanner } from './SiteBanner';
export { StateBadge, useStateWord } from './StateBadge';
export { When } from './When';
