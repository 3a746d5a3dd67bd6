import { SelectionChangeEvent } from './canvas-events.ts'
import type { Scene } from '@aw-flow/canvas'

interface SelectionHost extends EventTarget {
  readonly scene: Scene
  selected(nodes: number): void
}

/** What is selected on a canvas: nodes, edges, and marks (notes and groups). Tells of each change. */
export class CanvasSelection {
  nodes: ReadonlySet<string> = new Set()
  edges: ReadonlySet<string> = new Set()
  marks: ReadonlySet<string> = new Set()
  readonly #host: SelectionHost

  constructor(host: SelectionHost) {
    this.#host = host
  }

  get size(): number {
    return this.nodes.size + this.edges.size + this.marks.size
  }

  set(nodes: Iterable<string>, edges: Iterable<string>, marks: Iterable<string>): void {
    const next = { nodes: new Set(nodes), edges: new Set(edges), marks: new Set(marks) }
    if (same(next.nodes, this.nodes) && same(next.edges, this.edges) && same(next.marks, this.marks)) return
    Object.assign(this, next)
    this.#host.selected(next.nodes.size)
    this.#host.dispatchEvent(new SelectionChangeEvent(next.nodes, next.edges, next.marks))
  }

  /** What is gone is no longer selected; told after the update, and only if nothing else was selected meanwhile. */
  keep(): void {
    const { scene } = this.#host
    const gone = [...this.nodes].some((id) => !scene.byId.has(id)) || this.edges.size + this.marks.size > 0
    if (!gone) return
    queueMicrotask(() => {
      const now = this.#host.scene
      const there = new Set([...now.edges, ...now.notes, ...now.groups].map(({ id }) => id))
      this.set(
        [...this.nodes].filter((id) => now.byId.has(id)),
        [...this.edges].filter((id) => there.has(id)),
        [...this.marks].filter((id) => there.has(id)),
      )
    })
  }
}

const same = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean =>
  a.size === b.size && [...a].every((id) => b.has(id))
