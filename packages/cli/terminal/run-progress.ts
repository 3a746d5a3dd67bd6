import type { RunEvent, RunProgress, Workflow } from '@aw-flow/schema'
import { plainText } from './plain-text.ts'
import type { Terminal } from './terminal.ts'

/** Shows which nodes of a run are in work, and how far, in the terminal's line of progress. */
export function runProgress(
  workflow: Workflow,
  terminal: Terminal,
): { event(event: RunEvent): void; progress(told: RunProgress): void } {
  const labels = new Map(workflow.nodes.map(({ id, data }) => [id, data.label || id]))
  const working = new Map<string, string>()
  const show = (): void => {
    const parts = [...working].map(([node, far]) => `${labels.get(node) ?? node}${far}`)
    terminal.progress(parts.length > 0 ? plainText(`${parts.join(' · ')} …`) : undefined)
  }
  return {
    event(event) {
      if (event.type === 'node-started') working.set(event.node, '')
      else if (event.type === 'node-completed' || event.type === 'node-failed' || event.type === 'node-cancelled') {
        working.delete(event.node)
      } else return
      show()
    },
    progress({ node, done, total, unit }) {
      working.set(node, total ? ` ${Math.min(100, Math.floor((100 * done) / total))} %` : ` ${done} ${unit}`)
      show()
    },
  }
}
