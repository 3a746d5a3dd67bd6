import { relatedNodes } from '@aw-flow/canvas'
import type { CanvasCommand, CommandHost, CommandId } from './command.ts'

const related = (id: CommandId, way: 'upstream' | 'downstream' | 'connected', key: string): CanvasCommand => ({
  id,
  keys: [key],
  enabled: ({ selection }) => selection.size > 0,
  run: (host: CommandHost) => host.select(relatedNodes(host.scene, host.selection, way)),
})

export const selectCommands: readonly CanvasCommand[] = [
  {
    id: 'select-all',
    keys: ['Mod+a'],
    run(host) {
      const { nodes, notes, groups } = host.scene
      const ids = (all: readonly { id: string }[]): string[] => all.map(({ id }) => id)
      host.select(ids(nodes), [], [...ids(notes), ...ids(groups)])
    },
  },
  related('select-upstream', 'upstream', '['),
  related('select-downstream', 'downstream', ']'),
  related('select-connected', 'connected', '\\'),
  {
    id: 'escape',
    keys: ['Escape'],
    run(host) {
      host.cancelDrag()
      host.select([])
    },
  },
]
