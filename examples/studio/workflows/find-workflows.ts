import type { NodeType } from '@aw-flow/schema'
import { getNodeTitle, getDisplayStrings } from '../display-names.ts'
import type { ListedWorkflow } from '../workspace.ts'
import { localizeTag } from './templates.ts'

/** Sort orders of the workflow list. */
export const workflowSortOrders = ['edited', 'name'] as const
export type WorkflowSortOrder = (typeof workflowSortOrders)[number]

/** Status filters. `active` matches all workflows that are not archived. */
export const statusFilters = ['active', 'draft', 'published', 'archived', 'all'] as const
export type StatusFilter = (typeof statusFilters)[number]

export interface WorkflowQuery {
  /** Text to find in names, descriptions, tags or node labels, whether displayed or stored. */
  search: string
  status: StatusFilter
  /** Tags that a workflow must have. */
  tags: readonly string[]
  sort: WorkflowSortOrder
}

/** Filters and sorts workflows. The sort is stable. */
export function findWorkflows(
  listedWorkflows: readonly ListedWorkflow[],
  { search, status, tags, sort }: WorkflowQuery,
  catalog: readonly NodeType[],
): ListedWorkflow[] {
  const searchText = search.trim().toLowerCase()
  const matches = listedWorkflows.filter((item) => {
    const { workflow } = item
    const { name, description = '', tags: workflowTags, nodes } = workflow
    const matchesStatus =
      status === 'all' || (status === 'active' ? workflow.status !== 'archived' : workflow.status === status)
    const displayedStrings = [
      ...Object.values(getDisplayStrings(item, catalog)),
      ...nodes.map((node) => getNodeTitle(node, catalog)),
    ]
    const searchableStrings = [
      name,
      description,
      ...workflowTags,
      ...nodes.map(({ data, type }) => data.label || type),
      ...displayedStrings,
    ]
    return (
      matchesStatus &&
      tags.every((tag) => workflowTags.some((other) => localizeTag(other) === localizeTag(tag))) &&
      searchableStrings.join('\n').toLowerCase().includes(searchText)
    )
  })
  if (sort === 'edited') return matches
  const getName = (item: ListedWorkflow): string => getDisplayStrings(item, catalog).name
  return matches.sort((a, b) => getName(a).localeCompare(getName(b), undefined, { numeric: true }))
}

/**
 * Collects the tags of workflows as they are displayed, most frequent first. A copy of a template has its tags in the
 * language in which it was made.
 */
export function collectTags(listedWorkflows: readonly ListedWorkflow[]): string[] {
  const counts = new Map<string, number>()
  for (const { workflow } of listedWorkflows)
    for (const tag of workflow.tags.map(localizeTag)) counts.set(tag, (counts.get(tag) ?? 0) + 1)
  return [...counts].sort(([a, countA], [b, countB]) => countB - countA || a.localeCompare(b)).map(([tag]) => tag)
}
