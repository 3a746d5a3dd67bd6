import type { Scene } from './scene/scene.ts'

/** Selected nodes, edges, and marks (notes and groups), by id. */
export interface Selected {
  readonly nodes: ReadonlySet<string>
  readonly edges: ReadonlySet<string>
  readonly marks: ReadonlySet<string>
}

export interface Selection {
  readonly current: Selected
  set(nodes: Iterable<string>, edges?: Iterable<string>, marks?: Iterable<string>): void
  /** Deselects what `scene` no longer contains, in a microtask, unless the selection changes before that. */
  prune(): void
}

/** The selection of a canvas; `onChange` is called after each change. */
export function createSelection(scene: () => Scene, onChange: (selected: Selected) => void): Selection {
  let current: Selected = { nodes: new Set(), edges: new Set(), marks: new Set() }
  const set: Selection['set'] = (nodes, edges = [], marks = []) => {
    const next = { nodes: new Set(nodes), edges: new Set(edges), marks: new Set(marks) }
    const isSame =
      equal(next.nodes, current.nodes) && equal(next.edges, current.edges) && equal(next.marks, current.marks)
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
      const { byId } = scene()
      const mayBeGone = current.edges.size + current.marks.size > 0 || [...current.nodes].some((id) => !byId.has(id))
      if (!mayBeGone) return
      queueMicrotask(() => {
        const now = scene()
        const present = new Set([...now.edges, ...now.notes, ...now.groups].map(({ id }) => id))
        set(
          [...current.nodes].filter((id) => now.byId.has(id)),
          [...current.edges].filter((id) => present.has(id)),
          [...current.marks].filter((id) => present.has(id)),
        )
      })
    },
  }
}

const equal = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean =>
  a.size === b.size && [...a].every((id) => b.has(id))
