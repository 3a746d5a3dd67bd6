import type { NodeType } from '@aw-flow/schema'
import { searchNodeTypes } from '@aw-flow/schema/internal'
import { fold } from '../ask-data/stem.ts'
import { readColumns } from './clause-words.ts'
import { createNextStep, type NamedStep, type StepContext } from './named-step.ts'

/** Maximum number of words at the start of a clause that can be the title of a node type. */
const maxTitleWords = 3

/**
 * Reads a step whose clause starts with the title of a node type, as the palette finds it. Columns that the clause names
 * are assigned to the settings that take columns, in order.
 */
export function readTitledStep(clause: string, { catalog, columns }: StepContext): NamedStep | undefined {
  const words = clause.split(/\s+/)
  for (let length = Math.min(maxTitleWords, words.length); length > 0; length--) {
    const title = words.slice(0, length).join(' ')
    const type = searchNodeTypes(catalog.list(), title).find((candidate) => fold(candidate.title) === fold(title))
    if (!type) continue
    const named = readColumns(words.slice(length).join(' '), columns, /(?!)/g)
    const config = fillColumns(
      type,
      named.columns.map(({ name }) => name),
    )
    return config && createNextStep([{ type: type.type, config }], named.unreadWords)
  }
  return undefined
}

/** Assigns column names to settings. Returns `undefined` if the node type has no setting for a column. */
function fillColumns({ settings }: NodeType, names: readonly string[]): Record<string, string | string[]> | undefined {
  const properties = (settings['properties'] ?? {}) as Record<string, { format?: string }>
  const config: Record<string, string | string[]> = {}
  let remainingNames = [...names]
  for (const [name, { format }] of Object.entries(properties)) {
    if (remainingNames.length === 0) break
    if (format === 'column') config[name] = remainingNames.shift()!
    if (format !== 'columns') continue
    config[name] = remainingNames
    remainingNames = []
  }
  return remainingNames.length === 0 ? config : undefined
}
