import { readWorkflow, type NodeType, type Workflow, type WorkflowNode } from '@aw-flow/schema'
import type { AwCanvas } from '../../canvas/aw-canvas.ts'
import type { CommandId } from '../../canvas/commands/command.ts'
import { searchNodeTypes } from '../../search/search-node-types.ts'
import { getGroupRect, getNoteRect, findInnerWorkflow } from '@aw-flow/canvas'

/**
 * A node, note or group that matches. `path` has the ids of the nodes that lead to its workflow, if the canvas shows a
 * different one.
 */
export interface ElementResult {
  /** The kind of the element. */
  kind: 'node' | 'note' | 'group'
  /** The id of the element in its workflow. */
  id: string
  /** The main text of the list item. */
  title: string
  /** The secondary text of the list item. */
  detail: string
  /** The name of an icon. */
  icon: string
  /** The ids of the nodes that lead to its workflow. */
  path?: readonly string[]
}

/** A search result: a command to run, a node type to add, or an element to show. */
export type SearchResult =
  | { kind: 'command'; id: CommandId; title: string; keys: readonly string[]; icon: string }
  | { kind: 'type'; id: string; title: string; detail: string; icon: string; type: NodeType }
  | ElementResult

/** The complete workflow, and the ids of the nodes that lead to the part that a canvas shows. */
export interface SearchScope {
  /** The complete workflow. */
  readonly document: Workflow
  /** The ids of the nodes that lead to the shown part. */
  readonly path: readonly string[]
}

const maxResults = 60
const maxTypes = 8

/**
 * Finds available commands by title, node types like the node palette, nodes by title, summary, type and settings,
 * notes by text, and groups by label. With `searchScope`, also searches the document's other workflows. Every word of the
 * query must match. An empty query returns all commands.
 */
export function findInCanvas(
  canvas: AwCanvas,
  search: string,
  searchScope: SearchScope = { document: canvas.document, path: [] },
  addTitle: (title: string) => string = (title) => title,
): SearchResult[] {
  const terms = search.toLowerCase().split(/\s+/).filter(Boolean)
  const matches = (text: string): boolean => {
    const lower = text.toLowerCase()
    return terms.every((word) => lower.includes(word))
  }
  const commands = canvas.commands
    .filter(({ id, enabled, title }) => enabled && id !== 'arrow' && matches(title))
    .map(({ id, title, keys }): SearchResult => ({ kind: 'command', id, title, keys, icon: 'chevron-right' }))
  if (terms.length === 0) return commands
  const results: { item: SearchResult; rank: number }[] = commands.map((item) => ({ item, rank: 1 }))
  for (const item of findTypes(canvas, search, addTitle)) results.push({ item, rank: 1.2 })
  for (const { id, face, node } of canvas.scene.nodes) {
    if (results.length >= maxResults * 4) break
    const rank = rankNode(matches, face.title, `${face.summary} ${node.type}`, node)
    if (rank !== undefined) {
      results.push({ item: { kind: 'node', id, title: face.title, detail: face.summary, icon: face.icon }, rank })
    }
  }
  for (const item of findNotesAndGroups(matches, canvas.document)) results.push({ item, rank: 2 })
  for (const part of listOtherWorkflows(searchScope)) {
    if (results.length >= maxResults * 4) break
    const { document, path, names } = part
    const detail = names.join(' › ')
    for (const node of document.nodes) {
      const type = canvas.types.get(node.type)
      const title = node.data.label || type?.title || node.type
      const rank = rankNode(matches, title, `${type?.title ?? ''} ${node.type}`, node)
      const item: SearchResult = { kind: 'node', id: node.id, title, detail, icon: type?.icon ?? 'puzzle', path }
      if (rank !== undefined) results.push({ item, rank: rank + 0.5 })
    }
    for (const item of findNotesAndGroups(matches, document))
      results.push({ item: { ...item, detail, path }, rank: 2.5 })
  }
  return results
    .toSorted((a, b) => a.rank - b.rank)
    .slice(0, maxResults)
    .map(({ item }) => item)
}

/** The node types that can be added. */
function findTypes(canvas: AwCanvas, search: string, addTitle: (title: string) => string): SearchResult[] {
  if (!canvas.editable) return []
  const addable = [...canvas.types.values()].filter((type) => canvas.canAdd(type))
  return searchNodeTypes(addable, search)
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
export function showResult(canvas: AwCanvas, { kind, id }: Pick<ElementResult, 'kind' | 'id'>): void {
  if (kind === 'node') {
    canvas.fit([id])
    canvas.focusNode(id)
    return
  }
  canvas.focus()
  canvas.select([], [], [id])
  const note = canvas.scene.notes.find((candidate) => candidate.id === id)
  const group = canvas.scene.groups.find((candidate) => candidate.id === id)
  const rect = note ? getNoteRect(note) : group && getGroupRect(group)
  if (rect) canvas.centerOn({ x: rect.x + rect.width / 2, y: rect.y + rect.height / 2 })
}

/** Returns the rank of a node: 0 if its title matches, 2 if its title, summary, type and settings do. */
function rankNode(
  matches: (text: string) => boolean,
  title: string,
  details: string,
  node: WorkflowNode,
): number | undefined {
  if (matches(title)) return 0
  // The contents of a sub-workflow are separate results.
  const settings = findInnerWorkflow(node) ? '' : JSON.stringify(node.data.config)
  return matches(`${title} ${details} ${settings}`) ? 2 : undefined
}

function findNotesAndGroups(
  matches: (text: string) => boolean,
  { notes = [], groups = [] }: Workflow,
): ElementResult[] {
  return [
    ...notes
      .filter(({ text }) => matches(text))
      .map(({ id, text }): ElementResult => {
        const [title = ''] = text.replace(/^#+\s*/, '').split('\n')
        return { kind: 'note', id, title, detail: '', icon: 'file-text' }
      }),
    ...groups
      .filter(({ label }) => matches(label))
      .map(({ id, label }): ElementResult => ({ kind: 'group', id, title: label, detail: '', icon: 'group' })),
  ]
}

interface WorkflowPart {
  readonly document: Workflow
  readonly path: readonly string[]
  readonly names: readonly string[]
}

/** Returns every workflow of the document except the shown one. */
function listOtherWorkflows({ document, path: shown }: SearchScope): WorkflowPart[] {
  const parts: WorkflowPart[] = [{ document, path: [], names: [document.name] }]
  // The loop also visits the parts that it adds.
  for (const { document: parent, path, names } of parts) {
    for (const node of parent.nodes) {
      const subWorkflow = parseInnerWorkflow(node)
      if (subWorkflow)
        parts.push({ document: subWorkflow, path: [...path, node.id], names: [...names, node.data.label || node.id] })
    }
  }
  return parts.filter(({ path }) => path.length !== shown.length || path.some((id, index) => id !== shown[index]))
}

/** Parsed sub-workflows by settings object. Settings are replaced, never mutated. */
const parsedWorkflows = new WeakMap<object, Workflow | undefined>()

function parseInnerWorkflow(node: WorkflowNode): Workflow | undefined {
  const subWorkflow = findInnerWorkflow(node)
  if (!subWorkflow) return undefined
  if (!parsedWorkflows.has(subWorkflow)) parsedWorkflows.set(subWorkflow, readWorkflow(subWorkflow).workflow)
  return parsedWorkflows.get(subWorkflow)
}
