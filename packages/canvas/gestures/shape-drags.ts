import type { GestureHost } from './gesture-host.ts'
import { gridSize, snap } from '../scene/node-shape.ts'
import type { Drag } from './pointer-input.ts'
import type { SceneEdge, SceneNode, SceneNote } from '../scene/scene.ts'
import { toGraph } from '../camera/view.ts'

export const nodeWidths = { least: 160, most: 640 } as const
/** Of notes and frames. */
export const sheetSizes = { width: 80, height: 48, most: 20_000 } as const

const between = (value: number, least: number, most: number): number => Math.min(most, Math.max(least, value))

/** Makes a node wider by its right side. */
export function sideDrag(host: GestureHost, node: SceneNode): Drag {
  let width = node.shape.width
  return {
    move(at) {
      const { x } = toGraph(host.canvas.view, at)
      const wanted = at.command ? Math.round(x - node.x) : snap(x - node.x)
      width = between(wanted, nodeWidths.least, nodeWidths.most)
      host.widened(node.id, width, false)
    },
    end: (at) => host.widened(node.id, at ? width : node.shape.width, true),
  }
}

/** Makes a note or a frame larger by its corner. */
export function cornerDrag(host: GestureHost, { id, note }: SceneNote): Drag {
  let { size } = note
  return {
    move(at) {
      const here = toGraph(host.canvas.view, at)
      size = {
        width: between(snap(here.x - note.position.x), sheetSizes.width, sheetSizes.most),
        height: between(snap(here.y - note.position.y), sheetSizes.height, sheetSizes.most),
      }
      host.resized(id, size, false)
    },
    end: (at) => host.resized(id, at ? size : undefined, true),
  }
}

/** Moves a bend of an edge; on the grid, unless Ctrl is held. */
export function bendDrag(host: GestureHost, { id, edge }: SceneEdge, index: number): Drag {
  const before = edge.points ?? []
  let points = before
  return {
    move(at) {
      const { x, y } = toGraph(host.canvas.view, at)
      const half = gridSize / 2
      const here = at.command
        ? { x: Math.round(x), y: Math.round(y) }
        : { x: Math.round(x / half) * half, y: Math.round(y / half) * half }
      points = before.with(index, here)
      host.bent(id, points, false)
    },
    end: (at) => host.bent(id, at ? points : undefined, true),
  }
}
