import { findRelatedNodes } from '@aw-flow/canvas'
import { hasSelection } from './edit-commands.ts'
import { hasContent } from './has-content.ts'
import type { CanvasCommand, CommandHost, CommandId } from './command.ts'

const createSelectRelatedCommand = (
  id: CommandId,
  direction: 'upstream' | 'downstream' | 'connected',
  key: string,
): CanvasCommand => ({
  id,
  keys: [key],
  enabled: ({ selection }) => selection.size > 0,
  run: (host: CommandHost) => host.select(findRelatedNodes(host.scene, host.selection, direction)),
})

export const selectCommands: readonly CanvasCommand[] = [
  {
    id: 'select-all',
    keys: ['Mod+a'],
    enabled: hasContent,
    run(host) {
      const { nodes, notes, groups } = host.scene
      const listIds = (elements: readonly { id: string }[]): string[] => elements.map(({ id }) => id)
      host.select(listIds(nodes), [], [...listIds(notes), ...listIds(groups)])
    },
  },
  createSelectRelatedCommand('select-upstream', 'upstream', '['),
  createSelectRelatedCommand('select-downstream', 'downstream', ']'),
  createSelectRelatedCommand('select-connected', 'connected', '\\'),
  {
    id: 'escape',
    keys: ['Escape'],
    enabled: (host) => host.pressing || hasSelection(host),
    run(host) {
      host.cancelDrag()
      host.select([])
    },
  },
]
