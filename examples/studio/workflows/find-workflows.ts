import type { NodeType } from '@aw-flow/schema'
import { nodeWord, wordsOf } from '../words.ts'
import type { ListedWorkflow } from '../workspace.ts'

/** By what a list of workflows is ordered. */
export const workflowSorts = ['edited', 'name'] as const
export type WorkflowSort = (typeof workflowSorts)[number]

/** `active`: all but those that are archived. */
export const statusFilters = ['active', 'draft', 'published', 'archived', 'all'] as const
export type StatusFilter = (typeof statusFilters)[number]

export interface WorkflowQuery {
  /** Words of name, description, tags or labels of nodes, as they are shown and as they are stored. */
  search: string
  status: StatusFilter
  /** A workflow has each of them. */
  tags: readonly string[]
  sort: WorkflowSort
}

/** The workflows that a person looks for, in order. Equal ones stay as they came. */
export function findWorkflows(
  listed: readonly ListedWorkflow[],
  { search, status, tags, sort }: WorkflowQuery,
  catalogue: readonly NodeType[],
): ListedWorkflow[] {
  const wanted = search.trim().toLowerCase()
  const found = listed.filter((one) => {
    const { workflow } = one
    const { name, description = '', tags: own, nodes } = workflow
    const fits = status === 'all' || (status === 'active' ? workflow.status !== 'archived' : workflow.status === status)
    const shown = [...Object.values(wordsOf(one, catalogue)), ...nodes.map((node) => nodeWord(node, catalogue))]
    const texts = [name, description, ...own, ...nodes.map(({ data, type }) => data.label || type), ...shown]
    return fits && tags.every((tag) => own.includes(tag)) && texts.join('\n').toLowerCase().includes(wanted)
  })
  if (sort === 'edited') return found
  const nameOf = (one: ListedWorkflow): string => wordsOf(one, catalogue).name
  return found.sort((a, b) => nameOf(a).localeCompare(nameOf(b), undefined, { numeric: true }))
}

/** The tags of these workflows, those that most have before the others. */
export function tagsOf(listed: readonly ListedWorkflow[]): string[] {
  const counts = new Map<string, number>()
  for (const { workflow } of listed) for (const tag of workflow.tags) counts.set(tag, (counts.get(tag) ?? 0) + 1)
  return [...counts].sort(([a, m], [b, n]) => n - m || a.localeCompare(b)).map(([tag]) => tag)
}
