import { maxItems } from '../document/document-limits.ts'
import { findForbiddenPath } from '../document/find-forbidden-path.ts'
import type { Json, WorkflowEdge } from '../document/workflow.ts'
import { isSameJson } from '../wire/is-same-json.ts'
import { itemKinds, type ItemList } from './item-fields.ts'
import {
  createDraft,
  emptyTree,
  existenceMark,
  findPart,
  isEmptyMark,
  type LeafChange,
  type LeafTree,
} from './leaf-tree.ts'
import { parseLeaf, type ParsedLeaf } from './parse-leaf.ts'

/** Changes of leaves that a client made while it knew the edits up to `clock`. @internal */
export interface LeafPatch {
  readonly client: string
  readonly clock: number
  readonly changes: readonly LeafChange[]
}

/** Why a change was not applied. `SPEC.md` explains the reasons. @internal */
export type LeafRefusalReason =
  | 'unknown-leaf'
  | 'invalid-value'
  | 'item-gone'
  | 'item-incomplete'
  | 'value-required'
  | 'changed-since'
  | 'value-above'
  | 'input-taken'
  | 'closes-cycle'
  | 'too-many-items'
  | 'document-too-large'

/** @internal */
export interface LeafRefusal {
  readonly leaf: string
  readonly reason: LeafRefusalReason
  /** The client whose change is the reason. */
  readonly by?: string
}

/** A change of another client that this patch replaced without having seen it. @internal */
export interface ReplacedLeaf {
  readonly leaf: string
  readonly by: string
  readonly value: Json
}

/** @internal */
export interface AcceptedLeaves {
  /** The leaves after the patch. */
  readonly tree: LeafTree
  /** The changes that apply, in an order in which `writeLeaves` applies them to other copies. */
  readonly accepted: readonly LeafChange[]
  readonly refused: readonly LeafRefusal[]
  readonly replaced: readonly ReplacedLeaf[]
}

interface ParsedChange extends ParsedLeaf {
  readonly change: LeafChange
}

/**
 * Decides which changes of a patch apply to the leaves, in the order of the server: each change is accepted, or refused
 * with a reason. A change by another client that the author has not seen is either kept, or reported as replaced. Pure.
 *
 * @param tree The leaves with all earlier edits.
 * @param seq The number of this edit.
 *
 * @internal
 */
export function acceptLeaves(tree: LeafTree, patch: LeafPatch, seq: number): AcceptedLeaves {
  const decision = new Decision(tree, patch, seq)
  const changes: ParsedChange[] = []
  for (const change of patch.changes) {
    const parsed = parseLeaf(change.leaf)
    if (!parsed) decision.refuse(change, 'unknown-leaf')
    else if (change.value !== undefined && !isValidValue(parsed, change.value)) decision.refuse(change, 'invalid-value')
    else changes.push({ ...parsed, change })
  }
  const isRemoval = ({ change }: ParsedChange): boolean => change.value === undefined
  decision.removeItems(changes.filter((change) => change.kind === 'existence' && isRemoval(change)))
  decision.removeLeaves(changes.filter((change) => change.kind !== 'existence' && isRemoval(change)))
  const byDepth = (a: ParsedChange, b: ParsedChange): number => a.path.length - b.path.length
  const values = changes.filter((change) => !isRemoval(change))
  decision.addItems(values.filter(({ kind }) => kind === 'existence').sort(byDepth), values)
  decision.setValues(values.filter(({ kind }) => kind !== 'existence').sort(byDepth))
  decision.refuseUnsoundEdges()
  return decision.result
}

/** An edge whose ends the patch sets. */
type ConnectedEdge = Pick<ParsedLeaf, 'path' | 'scopeLength'>

interface RevertedEdge {
  readonly path: readonly string[]
  readonly reason: LeafRefusalReason
  readonly source?: LeafTree | undefined
}

interface KnownEdge {
  readonly ends: WorkflowEdge
  /** The part of the edge that another client has set and the author has not seen. */
  readonly unseen: LeafTree | undefined
}

interface EdgePart {
  readonly path: readonly string[]
  readonly part: LeafTree
  readonly ends: WorkflowEdge
}

/** Lists all edges of a workflow, or the one with an id. */
function listEdges(tree: LeafTree, scope: readonly string[], only?: string): EdgePart[] {
  const parts = findPart(tree, [...scope, 'edges'])?.children ?? new Map<string, LeafTree>()
  const onlyPart = only === undefined ? undefined : parts.get(only)
  const entries = only === undefined ? [...parts] : onlyPart ? [[only, onlyPart] as const] : []
  return entries.flatMap(([id, part]) => {
    const ends = part.children?.get('ends')?.value
    return ends === undefined ? [] : [{ path: [...scope, 'edges', id], part, ends: ends as unknown as WorkflowEdge }]
  })
}

const isValidValue = ({ schema, kind }: ParsedLeaf, value: Json): boolean =>
  (kind !== 'setting' || !findForbiddenPath(value)) && schema.safeParse(value).success

const findBy = (part: LeafTree | undefined): { by?: string } => (part?.client === undefined ? {} : { by: part.client })

/** Maximum number of edges that a patch visits to find cycles with unseen edges. */
const maxCycleSteps = 500_000

/** Appends an item to the list of a key. */
function append<Key, Item>(lists: Map<Key, Item[]>, key: Key, item: Item): void {
  const list = lists.get(key)
  if (list) list.push(item)
  else lists.set(key, [item])
}

const toInput = ({ target, targetHandle }: WorkflowEdge): string => `${target} ${targetHandle ?? ''}`

class Decision {
  readonly tree: LeafTree
  readonly patch: LeafPatch
  readonly seq: number
  readonly draft: ReturnType<typeof createDraft>
  accepted: LeafChange[] = []
  readonly refused: LeafRefusal[] = []
  readonly replaced: ReplacedLeaf[] = []
  /** Edges that are still visited to find cycles. Beyond them, an edge counts as closing one. */
  remainingSteps = maxCycleSteps
  /** Paths of edges whose ends are new. */
  readonly connectedEdges = new Map<string, ParsedChange>()

  /** The edges of each node before the patch, by the path of their workflow. */
  readonly edgesByNode = new Map<string, Map<string, EdgePart[]>>()

  constructor(tree: LeafTree, patch: LeafPatch, seq: number) {
    this.tree = tree
    this.patch = patch
    this.seq = seq
    this.draft = createDraft(tree)
  }

  get result(): AcceptedLeaves {
    const { accepted, refused, replaced } = this
    return { tree: accepted.length > 0 ? this.draft.tree : this.tree, accepted, refused, replaced }
  }

  refuse({ leaf }: LeafChange, reason: LeafRefusalReason, source?: LeafTree): void {
    this.refused.push({ leaf, reason, ...findBy(source) })
  }

  accept(change: LeafChange): void {
    this.accepted.push(change)
    this.draft.write(change, { seq: this.seq, client: this.patch.client })
  }

  /** Returns whether another client has set a leaf, and the author of the patch has not seen that. */
  isUnseen({ seq, client }: LeafTree): boolean {
    return seq !== undefined && seq > this.patch.clock && client !== this.patch.client
  }

  findUnseen(part: LeafTree | undefined): LeafTree | undefined {
    if (!part) return undefined
    if (this.isUnseen(part)) return part
    for (const child of part.children?.values() ?? []) {
      const unseen = this.findUnseen(child)
      if (unseen) return unseen
    }
    return undefined
  }

  /** Removes items unless somebody has changed or connected them meanwhile, and edges of removed nodes. */
  removeItems(removals: readonly ParsedChange[]): void {
    for (const { path, list, scopeLength, change } of removals) {
      const itemPath = path.slice(0, -1)
      const item = findPart(this.draft.tree, itemPath)
      if (!item) continue
      const scope = path.slice(0, scopeLength)
      const id = itemPath.at(-1)!
      const edges = list === 'nodes' ? this.listEdgesOf(scope, id) : []
      const unseen = this.findUnseen(item) ?? edges.map(({ part }) => part).find((part) => this.findUnseen(part))
      if (unseen) {
        this.refuse(change, 'changed-since', this.findUnseen(unseen))
        continue
      }
      this.accept(change)
      for (const { path: edgePath } of edges) this.accept({ leaf: [...edgePath, existenceMark].join('/') })
    }
  }

  removeLeaves(removals: readonly ParsedChange[]): void {
    for (const { path, isRequired, change } of removals) {
      const part = findPart(this.draft.tree, path)
      if (part?.value === undefined) continue
      if (isRequired) this.refuse(change, 'value-required')
      else {
        this.reportReplaced(part, change)
        this.accept(change)
      }
    }
  }

  /** Adds the items whose required values are in the patch. */
  addItems(additions: readonly ParsedChange[], values: readonly ParsedChange[]): void {
    const sentLeaves = new Set(values.map(({ change }) => change.leaf))
    for (const parsed of additions) {
      const { path, itemLengths, list, scopeLength, change } = parsed
      const itemPath = path.slice(0, -1)
      if (!this.hasItems(path, itemLengths.slice(0, -1))) this.refuse(change, 'item-gone')
      else if (findPart(this.draft.tree, path)) continue
      else if (this.findValueAbove(parsed)) this.refuse(change, 'value-above', this.findValueAbove(parsed))
      else {
        const isInner = path.length === scopeLength + 1
        const required = isInner ? ['name'] : list ? itemKinds[list].requiredFields : []
        if (!required.every((field) => sentLeaves.has([...itemPath, field].join('/'))))
          this.refuse(change, 'item-incomplete')
        else if (list && this.isListFull(path.slice(0, scopeLength + 1), list)) this.refuse(change, 'too-many-items')
        else this.accept(change)
      }
    }
  }

  setValues(values: readonly ParsedChange[]): void {
    for (const parsed of values) {
      const { path, itemLengths, list, kind, change } = parsed
      const part = findPart(this.draft.tree, path)
      const valueAbove = kind === 'setting' ? this.findValueAbove(parsed) : undefined
      const unseenBelow =
        part?.children && !isEmptyMark(change.value)
          ? [...part.children.values()].find((c) => this.findUnseen(c))
          : undefined
      if (!this.hasItems(path, itemLengths)) this.refuse(change, 'item-gone')
      else if (valueAbove) this.refuse(change, 'value-above', valueAbove)
      else if (unseenBelow) this.refuse(change, 'changed-since', this.findUnseen(unseenBelow))
      else {
        if (part) this.reportReplaced(part, change)
        this.accept(change)
        if (list === 'edges' && path.at(-1) === 'ends') this.connectedEdges.set(path.slice(0, -1).join('/'), parsed)
      }
    }
  }

  reportReplaced(part: LeafTree, { leaf, value }: LeafChange): void {
    if (part.value === undefined || !this.isUnseen(part) || isSameJson(part.value, value)) return
    this.replaced.push({ leaf, by: part.client!, value: part.value })
  }

  hasItems(path: readonly string[], itemLengths: readonly number[]): boolean {
    return itemLengths.every((length) => findPart(this.draft.tree, [...path.slice(0, length), existenceMark]))
  }

  /** Returns the part above a setting that has a value other than an empty record, so that it cannot have settings. */
  findValueAbove({ path, itemLengths }: ParsedLeaf): LeafTree | undefined {
    let part: LeafTree | undefined = this.draft.tree
    const start = itemLengths.at(-1) ?? 0
    for (const [index, segment] of path.slice(0, -1).entries()) {
      part = part?.children?.get(segment)
      if (index >= start && part?.value !== undefined && !isEmptyMark(part.value)) return part
    }
    return undefined
  }

  isListFull(listPath: readonly string[], list: ItemList): boolean {
    return (findPart(this.draft.tree, listPath)?.children?.size ?? 0) >= maxItems[list]
  }

  /** Returns the edges of a node that no change before has removed. */
  listEdgesOf(scope: readonly string[], node: string): EdgePart[] {
    const scopeName = scope.join('/')
    let edgesByNode = this.edgesByNode.get(scopeName)
    if (!edgesByNode) {
      edgesByNode = new Map()
      for (const edge of listEdges(this.tree, scope)) {
        for (const id of new Set([edge.ends.source, edge.ends.target])) append(edgesByNode, id, edge)
      }
      this.edgesByNode.set(scopeName, edgesByNode)
    }
    return (edgesByNode.get(node) ?? []).filter(({ path }) => findPart(this.draft.tree, path))
  }

  /**
   * Refuses edges to missing nodes, and edges that together with an edge that the author has not seen have the same
   * input or form a cycle. Among edges that the author has seen, the editor decided.
   */
  refuseUnsoundEdges(): void {
    const byScope = new Map<string, ConnectedEdge[]>()
    for (const [edgePath, { scopeLength }] of this.connectedEdges) {
      const path = edgePath.split('/')
      append(byScope, path.slice(0, scopeLength).join('/'), { path, scopeLength })
    }
    for (const connected of byScope.values()) this.refuseUnsoundEdgesOf(connected)
  }

  /** Refuses unsound edges of one workflow. */
  refuseUnsoundEdgesOf(connected: readonly ConnectedEdge[]): void {
    const { path: firstPath, scopeLength } = connected[0]!
    const scope = firstPath.slice(0, scopeLength)
    const hasNode = (id: string): boolean =>
      findPart(this.draft.tree, [...scope, 'nodes', id, existenceMark]) !== undefined
    const edgesById = new Map<string, KnownEdge>()
    const bySource = new Map<string, KnownEdge[]>()
    const unseenByInput = new Map<string, KnownEdge[]>()
    const know = ({ path, part, ends }: EdgePart): void => {
      const edge: KnownEdge = { ends, unseen: this.findUnseen(part) }
      edgesById.set(path.at(-1)!, edge)
      append(bySource, ends.source, edge)
      if (edge.unseen) append(unseenByInput, toInput(ends), edge)
    }
    for (const edge of listEdges(this.draft.tree, scope)) know(edge)
    const reverted: RevertedEdge[] = []
    const omitted = new Set<KnownEdge>()
    for (const { path } of connected) {
      const edge = edgesById.get(path.at(-1)!)
      if (!edge) continue
      const { ends } = edge
      omitted.add(edge)
      const rival = unseenByInput.get(toInput(ends))?.find((other) => !omitted.has(other))
      if (!hasNode(ends.source) || !hasNode(ends.target)) reverted.push({ path, reason: 'item-gone' })
      else if (rival) reverted.push({ path, reason: 'input-taken', source: rival.unseen })
      else {
        const cycle = unseenByInput.size === 0 ? undefined : this.findUnseenCycle(ends, bySource, omitted)
        if (!cycle) {
          omitted.delete(edge)
          continue
        }
        reverted.push({ path, reason: 'closes-cycle', source: cycle })
      }
      // An edge that existed has its previous ends again.
      for (const previous of listEdges(this.tree, scope, path.at(-1)!)) know(previous)
    }
    this.revertEdges(reverted)
  }

  /**
   * Finds what another client changed in an edge that the author has not seen, on a path from the target of an edge back
   * to its source.
   */
  findUnseenCycle(
    { source, target }: WorkflowEdge,
    edgesBySource: ReadonlyMap<string, readonly KnownEdge[]>,
    omitted: ReadonlySet<KnownEdge>,
  ): LeafTree | undefined {
    /** Per reached node: the first unseen edge on the way to it. */
    const reached = new Map<string, LeafTree | undefined>([[target, undefined]])
    const queue = [target]
    for (const id of queue) {
      for (const edge of edgesBySource.get(id) ?? []) {
        if (omitted.has(edge)) continue
        if (this.remainingSteps-- <= 0) return emptyTree
        const unseen = reached.get(id) ?? edge.unseen
        const isKnown = reached.has(edge.ends.target)
        if (isKnown && (reached.get(edge.ends.target) !== undefined || unseen === undefined)) continue
        reached.set(edge.ends.target, unseen)
        queue.push(edge.ends.target)
      }
    }
    return reached.get(source)
  }

  revertEdges(edges: readonly RevertedEdge[]): void {
    if (edges.length === 0) return
    const byPath = new Map(edges.map((edge) => [edge.path.join('/'), edge]))
    const length = edges[0]!.path.length
    const accepted: LeafChange[] = []
    for (const change of this.accepted) {
      const segments = change.leaf.split('/')
      const edge = segments.length > length ? byPath.get(segments.slice(0, length).join('/')) : undefined
      if (edge) this.refuse(change, edge.reason, edge.source)
      else accepted.push(change)
    }
    this.accepted = accepted
    for (const { path } of edges) this.draft.restore(path, findPart(this.tree, path) === undefined ? {} : this.tree)
  }
}
