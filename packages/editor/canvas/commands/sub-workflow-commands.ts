import { NodeEnterEvent } from '../canvas-events.ts'
import { findInnerWorkflow, subWorkflowType } from '@aw-flow/canvas'
import type { WorkflowNode } from '@aw-flow/schema'
import type { CanvasCommand, CommandHost } from './command.ts'
import type * as SubWorkflowEdits from './sub-workflow-edits.ts'

function findSelectedNode({ document, selection }: CommandHost): WorkflowNode | undefined {
  const [id] = selection
  return selection.size === 1 ? document.nodes.find((node) => node.id === id) : undefined
}

const hasSubWorkflow = (host: CommandHost): boolean => {
  const node = findSelectedNode(host)
  return node !== undefined && findInnerWorkflow(node) !== undefined
}

const loadEdits = (): Promise<typeof SubWorkflowEdits> => import('./sub-workflow-edits.ts')

export const subWorkflowCommands: readonly CanvasCommand[] = [
  {
    id: 'fold',
    keys: ['Mod+Shift+f'],
    edits: true,
    enabled: ({ selection, types }) => selection.size > 0 && types.has(subWorkflowType),
    run: async (host) => (await loadEdits()).foldSelection(host),
  },
  {
    id: 'unfold',
    keys: ['Mod+Shift+u'],
    edits: true,
    enabled: hasSubWorkflow,
    run: async (host) => (await loadEdits()).unfoldSelection(host),
  },
  {
    id: 'enter',
    keys: ['e', 'Mod+Enter'],
    enabled: hasSubWorkflow,
    run(host) {
      const node = findSelectedNode(host)
      if (node) host.dispatchEvent(new NodeEnterEvent({ node: node.id }))
    },
  },
  {
    id: 'leave',
    keys: ['Shift+e'],
    // Only sessions of sub-workflows have a `path`.
    enabled: ({ activeSession }) => activeSession !== undefined && 'path' in activeSession,
    run: (host) => host.dispatchEvent(new NodeEnterEvent({ node: undefined })),
  },
]
