/** The plugin's id: prefix of its admin routes and of its keys in translation files. */
export const PLUGIN_ID = 'mail-gateway';
