import type { NodeType, Workflow } from '@aw-flow/schema'
import type { MakeFace } from './node-face.ts'
import { createSceneMaker, type SceneEdge, type SceneNode, type SceneNote } from './scene.ts'
import type { Point } from '../camera/view.ts'

export type DiffKind = 'added' | 'removed' | 'changed' | 'moved'

/** The changes of elements between another version of the document and the current one. @public */
export interface SceneDiff {
  readonly nodes: ReadonlyMap<string, DiffKind>
  readonly edges: ReadonlyMap<string, DiffKind>
  /** Changes of notes and groups. */
  readonly marks: ReadonlyMap<string, DiffKind>
  /** Removed elements at their old positions. */
  readonly ghosts: {
    readonly nodes: readonly SceneNode[]
    readonly edges: readonly SceneEdge[]
    readonly notes: readonly SceneNote[]
  }
  /** The old positions of moved nodes. */
  readonly from: ReadonlyMap<string, Point>
}

interface Changed {
  readonly kind: DiffKind
  readonly about: 'node' | 'edge' | 'group' | 'note' | 'workflow'
  readonly id: string
}

/** The changes from `base` to the document on the canvas. @internal */
export function diffScenes(
  base: Workflow,
  document: Workflow,
  changes: readonly Changed[],
  types: ReadonlyMap<string, NodeType>,
  makeFace: MakeFace,
): SceneDiff {
  const of = (...about: Changed['about'][]): Map<string, DiffKind> =>
    new Map(changes.filter((change) => about.includes(change.about)).map(({ id, kind }) => [id, kind]))
  const [nodes, edges, marks] = [of('node'), of('edge'), of('group', 'note')]
  const isGone =
    (kinds: ReadonlyMap<string, DiffKind>) =>
    ({ id }: { id: string }): boolean =>
      kinds.get(id) === 'removed'
  const removed = base.nodes.filter(isGone(nodes))
  // Removed edges are drawn between the current positions of their nodes.
  const scene = createSceneMaker(makeFace)({
    document: {
      ...document,
      nodes: [...document.nodes, ...removed],
      edges: base.edges.filter(isGone(edges)),
      notes: (base.notes ?? []).filter(isGone(marks)),
    },
    types,
    description: undefined,
    run: undefined,
    progress: {},
  })
  const places = new Map(document.nodes.map(({ id, position }) => [id, position]))
  const moved = base.nodes.filter(({ id, position: { x, y } }) => {
    const place = places.get(id)
    return place !== undefined && (place.x !== x || place.y !== y)
  })
  return {
    nodes,
    edges,
    marks,
    ghosts: { nodes: scene.nodes.filter(isGone(nodes)), edges: scene.edges, notes: scene.notes },
    from: new Map(moved.map(({ id, position }) => [id, position])),
  }
}
