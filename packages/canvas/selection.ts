import type { Scene } from './scene/scene.ts'

/** The ids of the selected nodes, edges, and marks (notes and groups). */
export interface SelectedIds {
  readonly nodes: ReadonlySet<string>
  readonly edges: ReadonlySet<string>
  readonly marks: ReadonlySet<string>
}

export interface Selection {
  readonly current: SelectedIds
  set(nodes: Iterable<string>, edges?: Iterable<string>, marks?: Iterable<string>): void
  /** Deselects elements that are no longer in the scene. Runs in a microtask. */
  prune(): void
}

/** Creates the selection of a canvas. `onChange` is called after each change. */
export function createSelection(getScene: () => Scene, onChange: (selected: SelectedIds) => void): Selection {
  let current: SelectedIds = { nodes: new Set(), edges: new Set(), marks: new Set() }
  const set: Selection['set'] = (nodes, edges = [], marks = []) => {
    const next = { nodes: new Set(nodes), edges: new Set(edges), marks: new Set(marks) }
    const isSame =
      isSameSet(next.nodes, current.nodes) &&
      isSameSet(next.edges, current.edges) &&
      isSameSet(next.marks, current.marks)
    if (isSame) return
    current = next
    onChange(current)
  }
  return {
    get current() {
      return current
    },
    set,
    prune() {
      const { byId } = getScene()
      const mayNeedPruning =
        current.edges.size + current.marks.size > 0 || [...current.nodes].some((id) => !byId.has(id))
      if (!mayNeedPruning) return
      queueMicrotask(() => {
        const currentScene = getScene()
        const remainingIds = new Set(
          [...currentScene.edges, ...currentScene.notes, ...currentScene.groups].map(({ id }) => id),
        )
        set(
          [...current.nodes].filter((id) => currentScene.byId.has(id)),
          [...current.edges].filter((id) => remainingIds.has(id)),
          [...current.marks].filter((id) => remainingIds.has(id)),
        )
      })
    },
  }
}

const isSameSet = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean =>
  a.size === b.size && [...a].every((id) => b.has(id))
