import type { Text } from '@aw-flow/messages'
import type { RunView } from '@aw-flow/schema'

export type LogLevel = 'debug' | 'info' | 'warning' | 'error'
export const logLevels: readonly LogLevel[] = ['error', 'warning', 'info', 'debug']

export interface LogFilter {
  readonly levels: ReadonlySet<LogLevel>
  /** Words that must all occur in the message or in the title of the node. */
  readonly search: string
  readonly node?: string | undefined
}

export interface LogRenderers {
  getTitle(nodeId: string): string
  /** Renders a message as text. */
  renderText(message: Text): string
}

/** Returns the indices of the log lines that match a filter. */
export function filterLog(log: RunView['log'], filter: LogFilter, { getTitle, renderText }: LogRenderers): number[] {
  const words = filter.search.toLowerCase().split(/\s+/).filter(Boolean)
  const matchingIndices: number[] = []
  for (const [index, { level, node, message }] of log.entries()) {
    if (!filter.levels.has(level) || (filter.node !== undefined && node !== filter.node)) continue
    if (words.length > 0) {
      const text = [
        renderText(message),
        typeof message === 'string' ? message : '',
        node === undefined ? '' : getTitle(node),
      ]
        .join(' ')
        .toLowerCase()
      if (!words.every((word) => text.includes(word))) continue
    }
    matchingIndices.push(index)
  }
  return matchingIndices
}
