import { KeysOpenEvent } from '../canvas-events.ts'
import { hasContent } from './has-content.ts'
import type { CanvasCommand } from './command.ts'

export const viewCommands: readonly CanvasCommand[] = [
  { id: 'zoom-in', keys: ['+', '=', 'Mod+=', 'Mod++'], run: (host) => host.zoom(1.25) },
  { id: 'zoom-out', keys: ['-', 'Mod+-'], run: (host) => host.zoom(0.8) },
  { id: 'zoom-reset', keys: ['0', 'Mod+0'], run: (host) => host.zoom(1 / host.view.scale) },
  { id: 'fit', keys: ['1'], enabled: hasContent, run: (host) => host.fit() },
  {
    id: 'fit-selection',
    keys: ['2', '.'],
    enabled: ({ selection }) => selection.size > 0,
    run: (host) => host.fit(host.selection),
  },
  { id: 'explain', enabled: ({ scene }) => scene.nodes.length > 0, run: (host) => host.explain() },
  { id: 'keys', keys: ['?'], run: (host) => host.dispatchEvent(new KeysOpenEvent()) },
]
