/** The languages of the plugin's pages, which each user then chooses from in their profile. */
export default { config: { locales: ['de', 'fr'] } };
