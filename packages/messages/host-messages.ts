/**
 * Messages in MessageFormat 2: by language (a BCP 47 tag), by code.
 *
 * @public
 */
export type MessageCatalogs = Readonly<Record<string, Readonly<Record<string, string>>>>

const catalogs = new Map<string, Record<string, string>>()

/** Returns the messages that hosts registered for exactly this tag; later registrations extend the same object. */
function getOrCreateCatalog(tag: string): Record<string, string> {
  const key = tag.toLowerCase()
  const existing = catalogs.get(key) ?? {}
  catalogs.set(key, existing)
  return existing
}

/**
 * Adds the messages of a host's own node types to every formatter of this page or process. It does not replace built-in
 * messages. `loadCustomNodes` and the editor call it for the types that they load.
 *
 * @param messages Sources by language and code, such as `catalogs` of `defineMessages`.
 * @returns Whether a string is new or has changed, in which case visible strings must be rendered again.
 * @internal
 */
export function registerMessages(messages: MessageCatalogs): boolean {
  let isNew = false
  for (const [tag, sources] of Object.entries(messages)) {
    const catalog = getOrCreateCatalog(tag)
    for (const [code, source] of Object.entries(sources)) {
      if (catalog[code] === source) continue
      catalog[code] = source
      isNew = true
    }
  }
  return isNew
}

/**
 * Returns the host catalogs of a language: the catalog of the tag itself, then the catalogs of its prefixes. Later
 * registrations extend the same objects.
 *
 * @internal
 */
export function getHostCatalogs(language: string): readonly Readonly<Record<string, string>>[] {
  const parts = language.split('-')
  return parts.map((_, index) => getOrCreateCatalog(parts.slice(0, parts.length - index).join('-')))
}
