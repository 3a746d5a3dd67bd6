import { applyEdit } from '../document/apply-edit.ts'
import type { Edit } from '../document/edit.ts'
import { mergeWorkflows } from '../document/merging/merge-workflows.ts'
import { createEmptyWorkflow, type Json, type Workflow } from '../document/workflow.ts'
import { isSameJson } from '../wire/is-same-json.ts'
import { acceptLeaves } from './accept-leaves.ts'
import { diffLeaves, toLeaves } from './diff-leaves.ts'
import { findPart, type LeafChange, type LeafTree } from './leaf-tree.ts'
import {
  addPending,
  createLiveCopy,
  editCopy,
  listLeaves,
  readCopy,
  readLeaves,
  receiveEdits,
  receiveOutcome,
  restoreCopy,
  selectOwnChanges,
  storeCopy,
  type EditOutcome,
  type LiveCopy,
  type OrderedEdit,
  type PendingEdit,
  type StoredCopy,
} from './live-copy.ts'
import { mergeCopy } from './merge-copy.ts'

/** Random numbers from 0 to 1, the same for the same seed (mulberry32). */
export const createRandom = (seed: number) => (): number => {
  seed = (seed + 0x6d2b79f5) | 0
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed)
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
  return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
}
type Random = () => number

const createNode = (id: string, config: Record<string, Json> = {}) => ({
  id,
  type: 'table',
  position: { x: 0, y: 0 },
  data: { label: id, config },
})
const inner: Workflow = {
  ...createEmptyWorkflow('inner'),
  nodes: [createNode('p', { a: 1 }), createNode('q')],
  edges: [{ id: 'pq', source: 'p', target: 'q', targetHandle: 'in' }],
}
/** A document with nested settings, a sub-workflow, a group and a note. */
export const createBase = (): Workflow => ({
  ...createEmptyWorkflow('base'),
  tags: ['t1', 't2'],
  settings: { variables: { rate: 1, deep: { a: 1, b: 2 } } },
  nodes: ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((id, index) =>
    createNode(id, id === 'c' ? { inside: inner as unknown as Json } : { x: index, deep: { y: index, z: { w: 1 } } }),
  ),
  edges: ['ab', 'bc', 'cd', 'ef', 'fg'].map((id) => ({ id, source: id[0]!, target: id[1]!, targetHandle: 'in' })),
  groups: [{ id: 'g1', label: 'G', nodes: ['a', 'b'] }],
  notes: [{ id: 'n1', text: 'hello', position: { x: 0, y: 0 }, size: { width: 240, height: 120 } }],
})

export function canReach({ edges }: Pick<Workflow, 'edges'>, from: string, to: string): boolean {
  const reached = new Set([from])
  for (const id of reached) for (const edge of edges) if (edge.source === id) reached.add(edge.target)
  return reached.has(to)
}

interface EditContext {
  random: Random
  pick<T>(items: readonly T[]): T
  newId(): string
  anyValue(): Json
}

/** Returns a random edit that a person could make in the editor; most new ids are the person's own. */
function createRandomEdit(workflow: Workflow, context: EditContext, isInner = false): Edit {
  const { random, pick, newId, anyValue } = context
  const number = (limit: number): number => Math.floor(random() * limit)
  const node = workflow.nodes.length > 0 ? pick(workflow.nodes).id : undefined
  const choice = random()
  if (node === undefined || choice < 0.1)
    return { type: 'add-node', node: createNode(newId(), { x: number(9) }), before: random() < 0.5 ? node : undefined }
  if (choice < 0.16) return { type: 'remove-node', id: node }
  if (choice < 0.28) return { type: 'move-nodes', positions: { [node]: { x: number(999), y: number(999) } } }
  if (choice < 0.34) return { type: 'set-label', id: node, label: `L${number(999)}` }
  if (choice < 0.52) {
    const path = pick([['x'], ['deep', 'y'], ['deep', 'z', 'w'], ['deep', 'z'], ['deep'], [`k${number(3)}`]])
    return { type: 'set-config', id: node, path, value: random() < 0.15 ? undefined : anyValue() }
  }
  if (choice < 0.54) return { type: 'replace-config', id: node, config: { x: anyValue(), fresh: anyValue() } }
  if (choice < 0.66) {
    const [source, target] = [pick(workflow.nodes).id, pick(workflow.nodes).id]
    const isFree = source !== target && !workflow.edges.some((edge) => edge.target === target)
    if (isFree && !canReach(workflow, target, source))
      return { type: 'add-edge', edge: { id: newId(), source, target, targetHandle: 'in' } }
    return { type: 'set-name', name: `N${number(99)}` }
  }
  if (choice < 0.7 && workflow.edges.length > 0) return { type: 'remove-edge', id: pick(workflow.edges).id }
  const groups = workflow.groups ?? []
  if (choice < 0.73)
    return {
      type: 'add-group',
      group: { id: newId(), label: 'G', nodes: [...new Set([node, pick(workflow.nodes).id])] },
    }
  if (choice < 0.76 && groups.length > 0) {
    const group = pick(groups)
    return {
      type: 'replace-group',
      group: { ...group, nodes: [...new Set([...group.nodes.filter(() => random() < 0.8), node])] },
    }
  }
  if (choice < 0.77 && groups.length > 0) return { type: 'remove-group', id: pick(groups).id }
  if (choice < 0.81) {
    const value = random() < 0.2 ? undefined : anyValue()
    return { type: 'set-variable', name: pick(['rate', 'deep', `v${number(3)}`]), value }
  }
  if (choice < 0.84)
    return { type: 'set-option', id: node, option: 'mode', options: random() < 0.5 ? { mode: 'disabled' } : {} }
  const notes = workflow.notes ?? []
  if (choice < 0.87 && notes.length > 0) {
    const note = pick(notes)
    return { type: 'replace-note', note: { ...note, text: `${note.text.slice(0, 99)} ${newId()}` } }
  }
  if (choice < 0.9) {
    const note = { id: newId(), text: 'note', position: { x: 1, y: 1 }, size: { width: 240, height: 120 } }
    return { type: 'add-note', note }
  }
  if (choice < 0.93) {
    const before = random() < 0.3 ? undefined : pick(workflow.nodes).id
    return { type: 'place-item', list: 'nodes', id: node, before }
  }
  const outer = workflow.nodes.find(({ data }) => Array.isArray((data.config.inside as { nodes?: Json } | null)?.nodes))
  if (choice < 0.98 && !isInner && outer) {
    const edit = createRandomEdit(outer.data.config.inside as unknown as Workflow, context, true)
    return { type: 'edit-inside', id: outer.id, setting: 'inside', edit }
  }
  const tags = [...workflow.tags.filter(() => random() < 0.8), ...(random() < 0.5 ? [`t${number(9)}`] : [])]
  return { type: 'set-detail', detail: 'tags', details: { tags: [...new Set(tags)] } }
}

/** A change that a person made. */
interface PersonalChange extends LeafChange {
  readonly person: string
}

/** Compares the final document with what everybody changed, and with the leaves about which somebody was notified. */
export class Judge {
  readonly changes: PersonalChange[] = []
  readonly reported: string[] = []
  readonly isSilent: boolean

  constructor(isSilent = false) {
    this.isSilent = isSilent
  }

  record(person: string, changes: readonly LeafChange[]): void {
    for (const change of changes) this.changes.push({ ...change, person })
  }

  report(leaf: string): void {
    if (!this.isSilent) this.reported.push(leaf)
  }

  /** Returns the leaves that one person alone changed, whose last value is missing, and about which nobody was notified. */
  findSilentLosses(tree: LeafTree): { alone: number; lost: string[] } {
    const byLeaf = new Map<string, PersonalChange[]>()
    for (const change of this.changes) {
      if (!isJudged(change)) continue
      byLeaf.set(change.leaf, [...(byLeaf.get(change.leaf) ?? []), change])
    }
    const names = [...byLeaf.keys()]
    const lost: string[] = []
    let alone = 0
    for (const [leaf, changes] of byLeaf) {
      const { person, value } = changes.at(-1)!
      const isOthers = (name: string): boolean => byLeaf.get(name)!.some((change) => change.person !== person)
      const isRelated = (name: string): boolean => isAboveOrSame(name, leaf) || isAboveOrSame(leaf, name)
      if (names.some((name) => isRelated(name) && isOthers(name))) continue
      alone++
      // The person's own later change of what contains the leaf, such as the removal of its node.
      const index = this.changes.lastIndexOf(changes.at(-1)!)
      const isReplaced = this.changes.slice(index + 1).some((change) => isAboveOrSame(change.leaf, leaf))
      const current = findPart(tree, leaf.split('/'))?.value
      if (isReplaced || isSameJson(current, value) || this.reported.some(isRelated)) continue
      lost.push(leaf)
    }
    return { alone, lost }
  }
}

/** Order keys and the marks of empty lists are not judged: they do not contain what a person wrote. */
const isJudged = ({ leaf }: LeafChange): boolean =>
  !leaf.endsWith('/^') && !/(?:^|\/)(?:nodes|edges|groups|notes|tags)$/.test(leaf)

/** Returns whether a leaf is another one, or an item or value that contains it. */
const isAboveOrSame = (above: string, leaf: string): boolean => {
  const prefix = above.endsWith('/#') ? above.slice(0, -2) : above
  return leaf === above || leaf === prefix || leaf.startsWith(`${prefix}/`)
}

/** The leaves to which a conflict of a merge refers. */
function toLeafName(workflowPath: readonly { node: string; setting: string }[], path: readonly string[]): string {
  const outer = workflowPath.flatMap(({ node, setting }) => ['nodes', node, 'config', setting, '@'])
  const inner = path[0] === 'nodes' && path[2] === 'data' ? [...path.slice(0, 2), ...path.slice(3)] : path
  return [...outer, ...inner].join('/')
}

/** The server: it orders edits, and forgets old ones when it restarts or compacts them. */
export class TestServer {
  tree = toLeaves(createBase())
  seq = 0
  edits: (OrderedEdit & { outcome: EditOutcome })[] = []

  receive(client: string, edit: PendingEdit): EditOutcome {
    const known = this.edits.find((other) => other.client === client && other.number === edit.number)
    if (known) return known.outcome
    const { tree, accepted, refused, replaced } = acceptLeaves(this.tree, { client, ...edit }, this.seq + 1)
    if (accepted.length === 0) return { number: edit.number, refused, replaced }
    this.tree = tree
    this.seq++
    const outcome = { number: edit.number, seq: this.seq, changes: accepted, refused, replaced }
    this.edits.push({ seq: this.seq, client, number: edit.number, changes: accepted, outcome })
    return outcome
  }

  /** The edits after a number, or `undefined` if they are no longer stored. */
  listAfter(seq: number): OrderedEdit[] | undefined {
    return seq < this.oldest ? undefined : this.edits.filter((edit) => edit.seq > seq)
  }

  get oldest(): number {
    return (this.edits[0]?.seq ?? this.seq + 1) - 1
  }

  /** Forgets edits, as after a compaction, and who set which leaf, as after a restart. */
  forget(): void {
    this.edits = []
    this.tree = readLeaves(listLeaves(this.tree))
  }
}

type Message = { kind: 'edits'; edits: OrderedEdit[] } | { kind: 'outcome'; outcome: EditOutcome }

/** A page: its copy, and the messages on the way in both directions while it is connected. */
export class Peer {
  copy: LiveCopy
  isConnected = true
  readonly name: string
  readonly server: TestServer
  readonly judge: Judge
  inbox: Message[] = []
  outbox: PendingEdit[] = []
  /** The last edit that was put into `inbox`. */
  sentSeq = 0
  private readonly undoSteps: { before: Workflow; after: Workflow }[] = []
  private idCount = 0

  constructor(name: string, server: TestServer, judge: Judge) {
    this.name = name
    this.server = server
    this.judge = judge
    this.copy = createLiveCopy(name, server.tree, 0)
  }

  get document(): Workflow {
    return readCopy(this.copy)
  }

  edit(random: Random): void {
    const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)]!
    const context: EditContext = {
      random,
      pick,
      newId: () => (random() < 0.02 ? `same${Math.floor(random() * 3)}` : `${this.name}${++this.idCount}`),
      anyValue: () =>
        pick<Json>([1, `text${Math.floor(random() * 99)}`, null, { y: 1 }, [1, 2], { u: { v: 1 } }, true, {}, 7]),
    }
    const before = this.document
    if (random() < 0.15 && this.undoSteps.length > 0) return this.undo(before)
    const { workflow, problems } = applyEdit(before, createRandomEdit(before, context))
    if (problems.length > 0 || workflow === before) return
    this.undoSteps.push({ before, after: workflow })
    this.send(editCopy(this.copy, before, workflow))
  }

  private undo(current: Workflow): void {
    const { before, after } = this.undoSteps.pop()!
    // What the editor's history does: the step is undone on top of what others have changed since.
    const undone = mergeWorkflows(after, before, current).document
    const { changes, kept } = selectOwnChanges(this.copy, diffLeaves(current, undone, this.copy.view))
    for (const { leaf } of kept) this.judge.report(leaf)
    this.send(addPending(this.copy, changes))
  }

  private send(next: LiveCopy): void {
    const edit = next.pending.at(-1)
    if (next === this.copy || !edit) return
    this.copy = next
    this.judge.record(this.name, edit.changes)
    if (this.isConnected) this.outbox.push(edit)
  }

  /** Delivers one message in one of the two directions. Returns whether there was one. */
  deliver(random: Random): boolean {
    if (!this.isConnected) return false
    const newEdits = this.server.edits.filter(({ seq }) => seq > this.sentSeq)
    for (const { outcome: _outcome, ...edit } of newEdits) {
      this.sentSeq = edit.seq
      if (edit.client !== this.copy.client) this.inbox.push({ kind: 'edits', edits: [edit] })
    }
    const isOutgoing = this.inbox.length === 0 || (this.outbox.length > 0 && random() < 0.5)
    if (isOutgoing) {
      const edit = this.outbox.shift()
      if (!edit) return false
      if (edit.clock < this.server.oldest) {
        this.reconnect()
        return true
      }
      const outcome = this.server.receive(this.copy.client, edit)
      // Edits of others that precede the outcome are sent before it.
      for (const { outcome: _outcome, ...other } of this.server.edits.filter(({ seq }) => seq > this.sentSeq)) {
        this.sentSeq = other.seq
        if (other.client !== this.copy.client) this.inbox.push({ kind: 'edits', edits: [other] })
      }
      this.inbox.push({ kind: 'outcome', outcome })
      return true
    }
    const message = this.inbox.shift()!
    if (message.kind === 'edits') this.receive(receiveEdits(this.copy, message.edits))
    else {
      for (const { leaf } of [...message.outcome.refused, ...message.outcome.replaced]) this.judge.report(leaf)
      this.receive(receiveOutcome(this.copy, message.outcome))
    }
    return true
  }

  private receive(copy: LiveCopy): void {
    for (const { leaf } of copy.refused) this.judge.report(leaf)
    this.copy = copy
  }

  /** Loses the connection and all messages on the way. */
  disconnect(): void {
    this.isConnected = false
    this.inbox = []
    this.outbox = []
  }

  /** Opens the document again, with the copy that was stored. */
  reload(): void {
    this.copy = restoreCopy(JSON.parse(JSON.stringify(storeCopy(this.copy))) as StoredCopy)
    this.disconnect()
  }

  /** Catches up by the edits after the last one, or by a merge if they are gone or the person was away. */
  reconnect(): void {
    this.disconnect()
    this.isConnected = true
    this.sentSeq = this.server.seq
    const edits = this.server.listAfter(this.copy.seq)
    const isAway = this.copy.pending.length > 8 && this.server.seq > this.copy.seq
    const oldestClock = Math.min(...this.copy.pending.map(({ clock }) => clock))
    if (edits && !isAway && oldestClock >= this.server.oldest) {
      for (const { outcome } of this.server.edits.filter(
        ({ seq, client }) => client === this.copy.client && seq > this.copy.seq,
      ))
        for (const { leaf } of [...outcome.refused, ...outcome.replaced]) this.judge.report(leaf)
      this.receive(receiveEdits(this.copy, edits))
      this.outbox = [...this.copy.pending]
      return
    }
    const { tree, seq } = this.server
    const { copy, conflicts, problems } = mergeCopy(this.copy, tree, seq)
    for (const { workflowPath, path, edges } of conflicts) {
      this.judge.report(toLeafName(workflowPath, path))
      for (const { id } of [...(edges?.ours ?? []), ...(edges?.theirs ?? [])])
        this.judge.report(toLeafName(workflowPath, ['edges', id]))
    }
    for (const { where } of problems) {
      const outer = where?.setting === undefined ? '' : `nodes/${where.node}/config/${where.setting}/@/`
      this.judge.report(where?.edge === undefined ? outer.slice(0, -1) : `${outer}edges/${where.edge}`)
    }
    this.copy = copy
    this.outbox = [...this.copy.pending]
  }
}
