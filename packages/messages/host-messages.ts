/**
 * Messages in MessageFormat 2 syntax, keyed by language (a BCP 47 tag) and message code.
 *
 * @public
 */
export type MessageCatalogs = Readonly<Record<string, Readonly<Record<string, string>>>>

const catalogs = new Map<string, Record<string, string>>()

/** Returns the messages that hosts registered for exactly this tag. Later registrations extend the same object. */
function getOrCreateCatalog(tag: string): Record<string, string> {
  const key = tag.toLowerCase()
  const catalog = catalogs.get(key) ?? {}
  catalogs.set(key, catalog)
  return catalog
}

/**
 * Adds the messages of a host's own node types to all formatters of this page or process. Built-in messages are not
 * replaced; of two messages with the same code, the last one is used, so codes need a prefix of the host.
 * `loadCustomNodes` and the editor call this for the node types that they load.
 *
 * @param messages Message sources, keyed by language and code, such as the `catalogs` of `defineMessages`.
 * @returns Whether any message is new or has changed, in which case visible strings must be rendered again.
 * @internal
 */
export function registerMessages(messages: MessageCatalogs): boolean {
  let hasChanged = false
  for (const [tag, sources] of Object.entries(messages)) {
    const catalog = getOrCreateCatalog(tag)
    for (const [code, source] of Object.entries(sources)) {
      if (catalog[code] === source) continue
      catalog[code] = source
      hasChanged = true
    }
  }
  return hasChanged
}

/**
 * Returns the host catalogs of a language: the catalog for the tag itself, followed by the catalogs for its prefixes.
 * Later registrations extend the same objects.
 *
 * @internal
 */
export function getHostCatalogs(language: string): readonly Readonly<Record<string, string>>[] {
  const subtags = language.split('-')
  return subtags.map((_, index) => getOrCreateCatalog(subtags.slice(0, subtags.length - index).join('-')))
}
