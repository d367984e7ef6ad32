export { createDeveloperLink, type DeveloperLink } from './link';
export { createDeveloperModes, type DeveloperModes } from './mode';
export { developerModes, useDeveloperMode, type DeveloperMode } from './use-developer-mode';
