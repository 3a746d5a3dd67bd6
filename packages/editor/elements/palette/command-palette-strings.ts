/** English UI strings for the command palette. @internal */
export const commandPaletteStrings = {
  title: 'Commands and search',
  search: 'Search commands, node types, nodes and notes',
  add: (title: string): string => `Add ${title}`,
  noResults: (text: string): string => `No results for “${text}”.`,
  resultCount: (count: number): string => `${count} found`,
}
/** @internal */
export type CommandPaletteStrings = typeof commandPaletteStrings
