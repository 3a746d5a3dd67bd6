import { readWorkflow, type NodeType, type Workflow, type WorkflowNode } from '@aw-flow/schema'
import type { AwCanvas } from '../../canvas/aw-canvas.ts'
import type { CommandId } from '../../canvas/commands/command.ts'
import { searchNodeTypes } from '../../search/search-node-types.ts'
import { groupRect, noteRect, workflowInside } from '@aw-flow/canvas'

/**
 * A node, note or group that matches. `path`: ids of the nodes that lead to its workflow, if another workflow is shown.
 */
export interface FoundThing {
  kind: 'node' | 'note' | 'group'
  id: string
  title: string
  detail: string
  icon: string
  path?: readonly string[]
}

/** A search result: a command to run, a node type to add, or an element to show. */
export type Found =
  | { kind: 'command'; id: CommandId; title: string; keys: readonly string[]; icon: string }
  | { kind: 'type'; id: string; title: string; detail: string; icon: string; type: NodeType }
  | FoundThing

/** The complete workflow, and the ids of the nodes that lead to the part that a canvas shows. */
export interface Whole {
  readonly document: Workflow
  readonly path: readonly string[]
}

const maxResults = 60
const maxTypes = 8

/**
 * Finds available commands by title, node types as the node palette does, nodes by title, summary, type and settings,
 * notes by text, and groups by label. With `whole`, also searches the other workflows of the document. Every word of
 * the query must match. An empty query returns all commands.
 */
export function findInCanvas(
  canvas: AwCanvas,
  search: string,
  whole: Whole = { document: canvas.document, path: [] },
  addTitle: (title: string) => string = (title) => title,
): Found[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  const has = (text: string): boolean => {
    const lower = text.toLowerCase()
    return words.every((word) => lower.includes(word))
  }
  const commands = canvas.commands
    .filter(({ id, enabled, title }) => enabled && id !== 'arrow' && has(title))
    .map(({ id, title, keys }): Found => ({ kind: 'command', id, title, keys, icon: 'chevron-right' }))
  if (words.length === 0) return commands
  const found: { item: Found; rank: number }[] = commands.map((item) => ({ item, rank: 1 }))
  for (const item of findTypes(canvas, search, addTitle)) found.push({ item, rank: 1.2 })
  for (const { id, face, node } of canvas.scene.nodes) {
    if (found.length >= maxResults * 4) break
    const rank = nodeRank(has, face.title, `${face.summary} ${node.type}`, node)
    if (rank !== undefined) {
      found.push({ item: { kind: 'node', id, title: face.title, detail: face.summary, icon: face.icon }, rank })
    }
  }
  for (const item of findMarks(has, canvas.document)) found.push({ item, rank: 2 })
  for (const part of otherParts(whole)) {
    if (found.length >= maxResults * 4) break
    const { document, path, names } = part
    const detail = names.join(' › ')
    for (const node of document.nodes) {
      const type = canvas.types.get(node.type)
      const title = node.data.label || type?.title || node.type
      const rank = nodeRank(has, title, `${type?.title ?? ''} ${node.type}`, node)
      const item: Found = { kind: 'node', id: node.id, title, detail, icon: type?.icon ?? 'puzzle', path }
      if (rank !== undefined) found.push({ item, rank: rank + 0.5 })
    }
    for (const item of findMarks(has, document)) found.push({ item: { ...item, detail, path }, rank: 2.5 })
  }
  return found
    .toSorted((a, b) => a.rank - b.rank)
    .slice(0, maxResults)
    .map(({ item }) => item)
}

/** The node types that can be added. */
function findTypes(canvas: AwCanvas, search: string, addTitle: (title: string) => string): Found[] {
  if (!canvas.editable) return []
  const offered = [...canvas.types.values()].filter((type) => canvas.canAdd(type))
  return searchNodeTypes(offered, search)
    .slice(0, maxTypes)
    .map((type) => ({
      kind: 'type',
      id: `add ${type.type}`,
      title: addTitle(type.title),
      detail: type.description,
      icon: type.icon,
      type,
    }))
}

/** Selects, reveals and, if possible, focuses a result on its canvas. */
export function showResult(canvas: AwCanvas, { kind, id }: Pick<FoundThing, 'kind' | 'id'>): void {
  if (kind === 'node') {
    canvas.fit([id])
    canvas.focusNode(id)
    return
  }
  canvas.focus()
  canvas.select([], [], [id])
  const note = canvas.scene.notes.find((other) => other.id === id)
  const group = canvas.scene.groups.find((other) => other.id === id)
  const rect = note ? noteRect(note) : group && groupRect(group)
  if (rect) canvas.centerOn({ x: rect.x + rect.width / 2, y: rect.y + rect.height / 2 })
}

/** The rank of a match: 0 in the title, 2 in all texts of the node. */
function nodeRank(
  has: (text: string) => boolean,
  title: string,
  about: string,
  node: WorkflowNode,
): number | undefined {
  if (has(title)) return 0
  // The contents of a sub-workflow are separate results.
  const settings = workflowInside(node) ? '' : JSON.stringify(node.data.config)
  return has(`${title} ${about} ${settings}`) ? 2 : undefined
}

function findMarks(has: (text: string) => boolean, { notes = [], groups = [] }: Workflow): FoundThing[] {
  return [
    ...notes
      .filter(({ text }) => has(text))
      .map(({ id, text }): FoundThing => {
        const [title = ''] = text.replace(/^#+\s*/, '').split('\n')
        return { kind: 'note', id, title, detail: '', icon: 'file-text' }
      }),
    ...groups
      .filter(({ label }) => has(label))
      .map(({ id, label }): FoundThing => ({ kind: 'group', id, title: label, detail: '', icon: 'group' })),
  ]
}

interface Part {
  readonly document: Workflow
  readonly path: readonly string[]
  readonly names: readonly string[]
}

/** Every workflow of the document except the shown one. */
function otherParts({ document, path: shown }: Whole): Part[] {
  const parts: Part[] = [{ document, path: [], names: [document.name] }]
  // The loop also visits the parts that it adds.
  for (const { document: parent, path, names } of parts) {
    for (const node of parent.nodes) {
      const inside = innerWorkflow(node)
      if (inside)
        parts.push({ document: inside, path: [...path, node.id], names: [...names, node.data.label || node.id] })
    }
  }
  return parts.filter(({ path }) => path.length !== shown.length || path.some((id, index) => id !== shown[index]))
}

/** Parsed sub-workflows by settings object. Settings are replaced, never mutated. */
const read = new WeakMap<object, Workflow | undefined>()

function innerWorkflow(node: WorkflowNode): Workflow | undefined {
  const inside = workflowInside(node)
  if (!inside) return undefined
  if (!read.has(inside)) read.set(inside, readWorkflow(inside).workflow)
  return read.get(inside)
}
