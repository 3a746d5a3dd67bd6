import { defaultLanguage } from '@aw-flow/messages'
import type { NodeFamily } from '@aw-flow/schema'
import { identityTranslator } from '../../language/node-type-translator.ts'

/** Default UI strings for the palette. Hosts override them with the `strings` property. @internal */
export const paletteStrings = {
  nodeTypes: identityTranslator,
  /** Language of the UI strings, as a BCP 47 tag. */
  language: defaultLanguage,
  label: 'Node types',
  search: 'Search nodes',
  noMatches: (text: string): string => `No nodes match “${text}”.`,
  add: (title: string): string => `Add ${title}`,
  resultCount: (count: number): string => `${count} ${count === 1 ? 'node' : 'nodes'} found`,
  loading: 'Loading nodes…',
  families: {
    triggers: 'Triggers',
    'data-agents': 'Data agents',
    tables: 'Tables',
    agents: 'Agents',
    actions: 'Actions',
    logic: 'Logic',
    integration: 'Integration',
    views: 'Views',
  } satisfies Record<NodeFamily, string>,
}
/** @internal */
export type PaletteStrings = typeof paletteStrings
