/** An item that the search page finds by its texts. */
export interface SearchableItem {
  id: string
  title: string
  /** Other texts by which the item is found. */
  texts: readonly (string | null | undefined)[]
  path: string
}

/** Maximum number of found items per kind. */
const maxItems = 20

/** Returns the items that contain every word of a search, those with a word in their title first. */
export function findItems(items: readonly SearchableItem[], search: string): SearchableItem[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return []
  const includesAll = (text: string): boolean => words.every((word) => text.toLowerCase().includes(word))
  const matches = items.filter(({ id, title, texts }) => includesAll([id, title, ...texts].join(' ')))
  const isInTitle = ({ title }: SearchableItem): boolean => includesAll(title)
  return [...matches.filter(isInTitle), ...matches.filter((item) => !isInTitle(item))].slice(0, maxItems)
}
