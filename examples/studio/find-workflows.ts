import type { ListedWorkflow } from './workspace.ts'

/** By what a list of workflows is ordered. */
export const workflowSorts = ['edited', 'name'] as const
export type WorkflowSort = (typeof workflowSorts)[number]

/** `active`: all but those that are archived. */
export const statusFilters = ['active', 'draft', 'published', 'archived', 'all'] as const
export type StatusFilter = (typeof statusFilters)[number]

export interface WorkflowQuery {
  /** Words of name, description, tags or labels of nodes. */
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
): ListedWorkflow[] {
  const wanted = search.trim().toLowerCase()
  const found = listed.filter(({ workflow }) => {
    const { name, description = '', tags: own, nodes } = workflow
    const fits = status === 'all' || (status === 'active' ? workflow.status !== 'archived' : workflow.status === status)
    const texts = [name, description, ...own, ...nodes.map(({ data, type }) => data.label || type)]
    return fits && tags.every((tag) => own.includes(tag)) && texts.join('\n').toLowerCase().includes(wanted)
  })
  if (sort === 'edited') return found
  return found.sort((a, b) => a.workflow.name.localeCompare(b.workflow.name, undefined, { numeric: true }))
}

/** The tags of these workflows, those that most have before the others. */
export function tagsOf(listed: readonly ListedWorkflow[]): string[] {
  const counts = new Map<string, number>()
  for (const { workflow } of listed) for (const tag of workflow.tags) counts.set(tag, (counts.get(tag) ?? 0) + 1)
  return [...counts].sort(([a, m], [b, n]) => n - m || a.localeCompare(b)).map(([tag]) => tag)
}
