import type { NodeType } from '@aw-flow/schema'
import { nodeTitle, displayTextOf } from '../display-names.ts'
import type { ListedWorkflow } from '../workspace.ts'

/** Sort orders of workflows. */
export const workflowSorts = ['edited', 'name'] as const
export type WorkflowSort = (typeof workflowSorts)[number]

/** `active` means all that are not archived. */
export const statusFilters = ['active', 'draft', 'published', 'archived', 'all'] as const
export type StatusFilter = (typeof statusFilters)[number]

export interface WorkflowQuery {
  /** Words in names, descriptions, tags or node labels, both displayed and stored. */
  search: string
  status: StatusFilter
  /** Tags that a workflow must have. */
  tags: readonly string[]
  sort: WorkflowSort
}

/** Finds workflows, sorted. The sort is stable. */
export function findWorkflows(
  listed: readonly ListedWorkflow[],
  { search, status, tags, sort }: WorkflowQuery,
  catalogue: readonly NodeType[],
): ListedWorkflow[] {
  const requested = search.trim().toLowerCase()
  const found = listed.filter((item) => {
    const { workflow } = item
    const { name, description = '', tags: ownTags, nodes } = workflow
    const fits = status === 'all' || (status === 'active' ? workflow.status !== 'archived' : workflow.status === status)
    const shown = [...Object.values(displayTextOf(item, catalogue)), ...nodes.map((node) => nodeTitle(node, catalogue))]
    const texts = [name, description, ...ownTags, ...nodes.map(({ data, type }) => data.label || type), ...shown]
    return fits && tags.every((tag) => ownTags.includes(tag)) && texts.join('\n').toLowerCase().includes(requested)
  })
  if (sort === 'edited') return found
  const nameOf = (item: ListedWorkflow): string => displayTextOf(item, catalogue).name
  return found.sort((a, b) => nameOf(a).localeCompare(nameOf(b), undefined, { numeric: true }))
}

/** The tags of these workflows, most frequent first. */
export function tagsOf(listed: readonly ListedWorkflow[]): string[] {
  const counts = new Map<string, number>()
  for (const { workflow } of listed) for (const tag of workflow.tags) counts.set(tag, (counts.get(tag) ?? 0) + 1)
  return [...counts].sort(([a, m], [b, n]) => n - m || a.localeCompare(b)).map(([tag]) => tag)
}
