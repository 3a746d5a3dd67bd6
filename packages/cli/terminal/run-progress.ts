import type { RunEvent, RunProgress, Workflow } from '@aw-flow/schema'
import { toPlainText } from './plain-text.ts'
import type { Terminal } from './terminal.ts'

/** Creates a listener that shows the running nodes and their progress in the terminal's progress line. */
export function createRunProgress(
  workflow: Workflow,
  terminal: Terminal,
): { handleEvent(event: RunEvent): void; updateProgress(update: RunProgress): void } {
  const labels = new Map(workflow.nodes.map(({ id, data }) => [id, data.label || id]))
  const runningNodes = new Map<string, string>()
  const updateLine = (): void => {
    const parts = [...runningNodes].map(([node, progress]) => `${labels.get(node) ?? node}${progress}`)
    terminal.showProgress(parts.length > 0 ? toPlainText(`${parts.join(' · ')} …`) : undefined)
  }
  return {
    handleEvent(event) {
      if (event.type === 'node-started') runningNodes.set(event.node, '')
      else if (event.type === 'node-completed' || event.type === 'node-failed' || event.type === 'node-cancelled') {
        runningNodes.delete(event.node)
      } else return
      updateLine()
    },
    updateProgress({ node, done, total, unit }) {
      runningNodes.set(node, total ? ` ${Math.min(100, Math.floor((100 * done) / total))}%` : ` ${done} ${unit}`)
      updateLine()
    },
  }
}
