export { ContentTypesProvider, useContentTypes, type ContentTypes } from './content-types';
export { EntryLink } from './EntryLink';
export { LoadFailed } from './LoadFailed';
export { Panel } from './Panel';
export { RemoveButton } from './RemoveButton';
export { SiteBanner } from './SiteBanner';
export { StateBadge, useStateWord } from './StateBadge';
export { TestDialogue } from './TestDialogue';
export { When } from './When';
