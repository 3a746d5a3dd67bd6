import { readWorkflow, type NodeType, type Workflow, type WorkflowNode } from '@aw-flow/schema'
import { searchNodeTypes } from '@aw-flow/schema/internal'
import type { AwCanvas } from '../../canvas/aw-canvas.ts'
import type { CommandId } from '../../canvas/commands/command.ts'
import { findInnerWorkflow } from '@aw-flow/canvas'
import type { ElementResult } from './show-result.ts'

/** A search result: a command, a node type to add, a change described by the user, or an element to show. */
export type SearchResult =
  | { kind: 'command'; id: CommandId; title: string; keys: readonly string[]; icon: string }
  | { kind: 'type'; id: string; title: string; detail: string; icon: string; type: NodeType }
  | { kind: 'plan'; id: string; title: string; detail: string; icon: string }
  | { kind: 'ask'; id: string; title: string; detail: string; icon: string; model: string }
  | ElementResult

/** The top-level workflow, and the location of the sub-workflow that the canvas shows. */
export interface SearchScope {
  /** The top-level workflow. */
  readonly document: Workflow
  /** Ids of the nodes that contain the shown sub-workflow, outermost first; empty at the top level. */
  readonly path: readonly string[]
}

const maxResults = 60
const maxTypes = 8

/** Ranks for where a query matches a string; lower is better. */
const matchRanks = { start: 0, wordStart: 10, inside: 20, details: 30 } as const
/** Order of result kinds whose matches have the same rank. */
const kindOrder: Readonly<Record<SearchResult['kind'], number>> = {
  node: 0,
  type: 1,
  command: 2,
  note: 3,
  group: 4,
  plan: 5,
  ask: 6,
}
/** Added to the rank of results in workflows that the canvas does not show. */
const otherWorkflowPenalty = 0.5

const hasSelection = ({ selection, selectedMarks, selectedEdges }: AwCanvas): boolean =>
  selection.size + selectedMarks.size + selectedEdges.size > 0
const hasVersions = ({ activeSession }: AwCanvas): boolean => activeSession?.document.versions !== undefined

/**
 * Conditions for listing commands whose shortcuts are always enabled. The search lists such a command only if it would
 * have an effect.
 */
const listingConditions: Partial<Record<CommandId, (canvas: AwCanvas, path: readonly string[]) => boolean>> = {
  arrow: () => false,
  escape: hasSelection,
  'keep-version': hasVersions,
  leave: (_, path) => path.length > 0,
  open: ({ selection, selectedMarks }) => selection.size + selectedMarks.size > 0,
  versions: hasVersions,
}

/**
 * Finds available commands by title, node types as in the node palette, nodes by title, summary, type and settings,
 * notes by text, and groups by label. If `searchScope` is given, it also searches the document's other workflows. Every
 * word of the query must match. Titles that start with the query come first, followed by titles in which every query
 * word is the start of a word. An empty query returns all available commands.
 */
export function findInCanvas(
  canvas: AwCanvas,
  query: string,
  searchScope: SearchScope = { document: canvas.document, path: [] },
  formatAddTitle: (title: string) => string = (title) => title,
): SearchResult[] {
  const terms = query.toLowerCase().split(/\s+/).filter(Boolean)
  const rankText = (text: string): number | undefined => rankByTerms(text.toLowerCase(), terms)
  const commands = canvas.commands
    .filter(({ enabled, title }) => enabled && rankText(title) !== undefined)
    .filter(({ id }) => listingConditions[id]?.(canvas, searchScope.path) ?? true)
    .map(({ id, title, keys }): SearchResult => ({ kind: 'command', id, title, keys, icon: 'chevron-right' }))
  if (terms.length === 0) return commands
  const results: { item: SearchResult; rank: number }[] = []
  const addResult = (item: SearchResult, rank: number | undefined): void => {
    if (rank !== undefined) results.push({ item, rank: rank + kindOrder[item.kind] })
  }
  for (const item of commands) addResult(item, rankText(item.title))
  for (const { item, title } of findTypes(canvas, query, formatAddTitle))
    addResult(item, rankText(title) ?? matchRanks.details)
  for (const { id, content, node } of canvas.scene.nodes) {
    if (results.length >= maxResults * 4) break
    const rank = rankNode(rankText, content.title, `${content.summary} ${node.type}`, node)
    addResult({ kind: 'node', id, title: content.title, detail: content.summary, icon: content.icon }, rank)
  }
  for (const { item, text } of listNotesAndGroups(canvas.document)) addResult(item, rankText(text))
  for (const otherWorkflow of listOtherWorkflows(searchScope)) {
    if (results.length >= maxResults * 4) break
    const { document, path, names } = otherWorkflow
    const detail = names.join(' › ')
    for (const node of document.nodes) {
      const type = canvas.types.get(node.type)
      const title = canvas.strings.nodeTypes.getLabel(node) || type?.title || node.type
      const rank = rankNode(rankText, title, `${type?.title ?? ''} ${node.type}`, node)
      const item: SearchResult = { kind: 'node', id: node.id, title, detail, icon: type?.icon ?? 'puzzle', path }
      if (rank !== undefined) addResult(item, rank + otherWorkflowPenalty)
    }
    for (const { item, text } of listNotesAndGroups(document)) {
      const rank = rankText(text)
      if (rank !== undefined) addResult({ ...item, detail, path }, rank + otherWorkflowPenalty)
    }
  }
  return results
    .toSorted((a, b) => a.rank - b.rank)
    .slice(0, maxResults)
    .map(({ item }) => item)
}

/**
 * Returns the entries that turn a described change into a proposal: one that uses rules, and one for each language
 * model available on the page. Returns an empty list if the text has fewer than two words.
 */
export function listDescribedChanges(
  { activeSession, editable }: AwCanvas,
  query: string,
  titles: { readonly plan: string; readonly ask: (model: string) => string },
): SearchResult[] {
  const description = query.trim()
  if (!editable || !/\s/.test(description)) return []
  const sharedFields = { detail: description, icon: 'wand-sparkles' }
  const { assistant, runs } = activeSession ?? {}
  const models = assistant ? (runs?.networkAccess?.models.models ?? []) : []
  return [
    ...(assistant ? [{ ...sharedFields, kind: 'plan' as const, id: 'plan', title: titles.plan }] : []),
    ...models.map(({ id: model }) => ({
      ...sharedFields,
      kind: 'ask' as const,
      id: `ask ${model}`,
      title: titles.ask(model),
      model,
    })),
  ]
}

/** Ranks a lowercase string. Returns `undefined` unless it contains all terms. */
function rankByTerms(text: string, terms: readonly string[]): number | undefined {
  if (!terms.every((term) => text.includes(term))) return undefined
  if (text.startsWith(terms.join(' '))) return matchRanks.start
  const words = text.split(/[^\p{L}\p{N}]+/u)
  return terms.every((term) => words.some((word) => word.startsWith(term))) ? matchRanks.wordStart : matchRanks.inside
}

/** Returns the matching node types that users can add, each with the title of the type itself. */
function findTypes(
  canvas: AwCanvas,
  query: string,
  formatAddTitle: (title: string) => string,
): { item: SearchResult; title: string }[] {
  if (!canvas.editable) return []
  const addableTypes = [...canvas.types.values()].filter((type) => canvas.canAdd(type))
  return searchNodeTypes(addableTypes, query)
    .slice(0, maxTypes)
    .map((type) => ({
      item: {
        kind: 'type',
        id: `add ${type.type}`,
        title: formatAddTitle(type.title),
        detail: type.description,
        icon: type.icon,
        type,
      },
      title: type.title,
    }))
}

/**
 * Ranks a node by its title. If the title does not match, searches the title together with the summary, type and
 * settings.
 */
function rankNode(
  rankText: (text: string) => number | undefined,
  title: string,
  details: string,
  node: WorkflowNode,
): number | undefined {
  const titleRank = rankText(title)
  if (titleRank !== undefined) return titleRank
  // Exclude the contents of a sub-workflow, which are separate results.
  const settings = findInnerWorkflow(node) ? '' : JSON.stringify(node.data.config)
  return rankText(`${title} ${details} ${settings}`) === undefined ? undefined : matchRanks.details
}

function listNotesAndGroups({ notes = [], groups = [] }: Workflow): { item: ElementResult; text: string }[] {
  return [
    ...notes.map(({ id, text }) => {
      const [title = ''] = text.replace(/^#+\s*/, '').split('\n')
      return { item: { kind: 'note', id, title, detail: '', icon: 'file-text' } as const, text }
    }),
    ...groups.map(({ id, label }) => ({
      item: { kind: 'group', id, title: label, detail: '', icon: 'group' } as const,
      text: label,
    })),
  ]
}

interface LocatedWorkflow {
  readonly document: Workflow
  readonly path: readonly string[]
  readonly names: readonly string[]
}

/** Returns all workflows of the document except the one that the canvas shows. */
function listOtherWorkflows({ document, path: shownPath }: SearchScope): LocatedWorkflow[] {
  const workflows: LocatedWorkflow[] = [{ document, path: [], names: [document.name] }]
  // The iteration also visits the workflows that it adds.
  for (const { document: parent, path, names } of workflows) {
    for (const node of parent.nodes) {
      const subWorkflow = parseInnerWorkflow(node)
      if (subWorkflow)
        workflows.push({
          document: subWorkflow,
          path: [...path, node.id],
          names: [...names, node.data.label || node.id],
        })
    }
  }
  return workflows.filter(
    ({ path }) => path.length !== shownPath.length || path.some((id, index) => id !== shownPath[index]),
  )
}

/** Cached sub-workflows, keyed by setting value. Edits replace setting values and never mutate them. */
const parsedWorkflows = new WeakMap<object, Workflow | undefined>()

function parseInnerWorkflow(node: WorkflowNode): Workflow | undefined {
  const subWorkflow = findInnerWorkflow(node)
  if (!subWorkflow) return undefined
  if (!parsedWorkflows.has(subWorkflow)) parsedWorkflows.set(subWorkflow, readWorkflow(subWorkflow).workflow)
  return parsedWorkflows.get(subWorkflow)
}
