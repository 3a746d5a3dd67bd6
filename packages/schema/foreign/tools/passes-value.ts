import type { ForeignSettings } from '../foreign-workflow.ts'
import type { NodeMapping } from '../node-mapping.ts'
import type { SettingsReader } from '../settings-reader.ts'

/** A node that has no effect on the value, such as a junction or a label. */
export const passesValue = (ignored: readonly string[] = []): NodeMapping => ({
  type: 'transform',
  fixed: { expression: 'input.value' },
  ignored,
})

/** A node whose result is one expression. */
export const evaluates = (
  write: (reader: SettingsReader) => string,
  options: Partial<NodeMapping> = {},
): NodeMapping => ({ type: 'transform', read: (reader) => ({ expression: write(reader) }), ...options })

/** Returns the nested conditions of a switch: the name of the first that holds. */
export const writeCases = (conditions: readonly (readonly [name: string, condition: string])[]): ForeignSettings => ({
  expression: `${conditions.map(([name, condition]) => `${condition} ? ${JSON.stringify(name)} : `).join('')}"otherwise"`,
  cases: conditions.map(([name]) => name).join('\n'),
})
