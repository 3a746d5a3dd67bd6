import type { NodeType, Workflow } from '@aw-flow/schema'
import type { CreateNodeContent } from './node-content.ts'
import { createSceneBuilder, type SceneEdge, type SceneNode, type SceneNote } from './scene.ts'
import type { Point } from '../camera/view.ts'

/** The kind of difference from the other version. */
export type DiffKind = 'added' | 'removed' | 'changed' | 'moved'

/** The differences between another version of the document and the current one, per element. @public */
export interface SceneDiff {
  /** The changed nodes, keyed by id. */
  readonly nodes: ReadonlyMap<string, DiffKind>
  /** The changed edges, keyed by id. */
  readonly edges: ReadonlyMap<string, DiffKind>
  /** The changed notes and groups, keyed by id. */
  readonly marks: ReadonlyMap<string, DiffKind>
  /** The removed elements, at their previous positions. */
  readonly ghosts: {
    readonly nodes: readonly SceneNode[]
    readonly edges: readonly SceneEdge[]
    readonly notes: readonly SceneNote[]
  }
  /** The previous positions of moved nodes, keyed by id. */
  readonly previousPositions: ReadonlyMap<string, Point>
}

interface ElementChange {
  readonly kind: DiffKind
  readonly subject: 'node' | 'edge' | 'group' | 'note' | 'workflow'
  readonly id: string
}

/** Converts the changes since `base` to a form that the canvas can draw. @internal */
export function diffScenes(
  base: Workflow,
  document: Workflow,
  changes: readonly ElementChange[],
  types: ReadonlyMap<string, NodeType>,
  createContent: CreateNodeContent,
): SceneDiff {
  const selectChanges = (...subjects: ElementChange['subject'][]): Map<string, DiffKind> =>
    new Map(changes.filter((change) => subjects.includes(change.subject)).map(({ id, kind }) => [id, kind]))
  const [nodes, edges, marks] = [selectChanges('node'), selectChanges('edge'), selectChanges('group', 'note')]
  const createRemovedFilter =
    (kinds: ReadonlyMap<string, DiffKind>) =>
    ({ id }: { id: string }): boolean =>
      kinds.get(id) === 'removed'
  const removedNodes = base.nodes.filter(createRemovedFilter(nodes))
  // Removed edges connect the current positions of their nodes.
  const scene = createSceneBuilder(createContent)({
    document: {
      ...document,
      nodes: [...document.nodes, ...removedNodes],
      edges: base.edges.filter(createRemovedFilter(edges)),
      notes: (base.notes ?? []).filter(createRemovedFilter(marks)),
    },
    types,
    description: undefined,
    run: undefined,
    progress: {},
  })
  const positions = new Map(document.nodes.map(({ id, position }) => [id, position]))
  const movedNodes = base.nodes.filter(({ id, position: { x, y } }) => {
    const position = positions.get(id)
    return position !== undefined && (position.x !== x || position.y !== y)
  })
  return {
    nodes,
    edges,
    marks,
    ghosts: { nodes: scene.nodes.filter(createRemovedFilter(nodes)), edges: scene.edges, notes: scene.notes },
    previousPositions: new Map(movedNodes.map(({ id, position }) => [id, position])),
  }
}
