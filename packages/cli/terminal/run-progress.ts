import type { RunEvent, RunProgress, Workflow } from '@aw-flow/schema'
import { plainText } from './plain-text.ts'
import type { Terminal } from './terminal.ts'

/** Shows the running nodes and their progress in the progress line of the terminal. */
export function createRunProgress(
  workflow: Workflow,
  terminal: Terminal,
): { event(event: RunEvent): void; progress(update: RunProgress): void } {
  const labels = new Map(workflow.nodes.map(({ id, data }) => [id, data.label || id]))
  const running = new Map<string, string>()
  const updateLine = (): void => {
    const parts = [...running].map(([node, progress]) => `${labels.get(node) ?? node}${progress}`)
    terminal.progress(parts.length > 0 ? plainText(`${parts.join(' · ')} …`) : undefined)
  }
  return {
    event(event) {
      if (event.type === 'node-started') running.set(event.node, '')
      else if (event.type === 'node-completed' || event.type === 'node-failed' || event.type === 'node-cancelled') {
        running.delete(event.node)
      } else return
      updateLine()
    },
    progress({ node, done, total, unit }) {
      running.set(node, total ? ` ${Math.min(100, Math.floor((100 * done) / total))}%` : ` ${done} ${unit}`)
      updateLine()
    },
  }
}
