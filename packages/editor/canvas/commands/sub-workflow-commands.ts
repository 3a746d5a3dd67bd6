import { NodeEnterEvent } from '../canvas-events.ts'
import { foldNodes, subWorkflowType, unfoldNode, findInnerWorkflow } from '@aw-flow/canvas'
import type { WorkflowNode } from '@aw-flow/schema'
import type { CanvasCommand, CommandHost } from './command.ts'

function findSelectedNode({ document, selection }: CommandHost): WorkflowNode | undefined {
  const [id] = selection
  return selection.size === 1 ? document.nodes.find((node) => node.id === id) : undefined
}

const hasSubWorkflow = (host: CommandHost): boolean => {
  const node = findSelectedNode(host)
  return node !== undefined && findInnerWorkflow(node) !== undefined
}

export const subWorkflowCommands: readonly CanvasCommand[] = [
  {
    id: 'fold',
    keys: ['Mod+Shift+f'],
    edits: true,
    enabled: ({ selection, types }) => selection.size > 0 && types.has(subWorkflowType),
    run(host) {
      const { document, scene, selection, newId, strings } = host
      const folded = foldNodes(document, scene, selection, { newId, title: strings.newSubWorkflow })
      if (folded.rejected) host.announce(strings.foldRejected)
      else host.perform({ edit: folded.edit, select: [folded.id], announcement: strings.folded(selection.size) })
    },
  },
  {
    id: 'unfold',
    keys: ['Mod+Shift+u'],
    edits: true,
    enabled: hasSubWorkflow,
    run(host) {
      const node = findSelectedNode(host)
      const unfolded = node && unfoldNode(host.document, node, host.newId)
      if (!unfolded) return
      const { edit, ids, marks } = unfolded
      host.perform({ edit, select: ids, marks, announcement: host.strings.unfolded(ids.length) })
    },
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
    // Only sessions of sub-workflows have a path.
    enabled: ({ activeSession }) => activeSession !== undefined && 'path' in activeSession,
    run: (host) => host.dispatchEvent(new NodeEnterEvent({ node: undefined })),
  },
]
