import type { StoredRun } from '@aw-flow/client'
import type { NodeState, NodeType, RunState, RunView, Workflow, WorkflowNode } from '@aw-flow/schema'
import { findTypeTitle } from './workflows/chain.ts'
import { getStrings } from './language/strings.ts'
import { templates, translatedTemplateNames } from './workflows/templates.ts'
import type { ListedWorkflow } from './workspace.ts'

/**
 * Returns a node type's title in the current language. Titles of types that are used in templates are available even
 * before the catalog is loaded.
 */
export function getTypeTitle(type: string, catalog: readonly NodeType[]): string {
  const { common, steps, editor } = getStrings()
  const nodeType = catalog.find((item) => item.type === type)
  if (nodeType) return editor.nodeTypes.translateType(nodeType).title
  const { load: loading, prepare: preparing, validate: validation, table } = common
  return { loading, preparing, validation, table, approval: steps.approval }[type] ?? type
}

/** Returns a node's name: its custom label or, without one, the title of its type in the current language. */
export function getNodeTitle({ data, type }: WorkflowNode, catalog: readonly NodeType[]): string {
  return data.label && data.label !== findTypeTitle(type, catalog) ? data.label : getTypeTitle(type, catalog)
}

/** Returns the label of a node's input or output in the current language. Falls back to the port name. */
export function getPortLabel(
  type: string | undefined,
  side: 'inputs' | 'outputs',
  port: string,
  catalog: readonly NodeType[],
): string {
  const nodeType = catalog.find((item) => item.type === type)
  const ports = nodeType ? getStrings().editor.nodeTypes.translateType(nodeType)[side] : []
  return ports.find(({ name }) => name === port)?.label ?? port
}

/** Summarizes a workflow in one line by listing the names of its first nodes. */
export function summarizeWorkflow({ nodes }: Workflow, catalog: readonly NodeType[]): string {
  if (nodes.length === 0) return getStrings().common.empty
  const names = nodes.slice(0, 5).map((node) => getNodeTitle(node, catalog))
  return nodes.length > 5 ? `${names.join(' → ')} → ${getStrings().common.more(nodes.length - 5)}` : names.join(' → ')
}

/**
 * Returns the name and description to display for a workflow. Template strings are translated unless the user has
 * changed them.
 */
export function getDisplayStrings(
  { id, workflow }: Pick<ListedWorkflow, 'id' | 'workflow'>,
  catalog: readonly NodeType[],
): { name: string; description: string } {
  const { name, description = summarizeWorkflow(workflow, catalog) } = workflow
  const templateDescription =
    description === templates[id]?.description ? getStrings().templates.translations[id]?.description : undefined
  return { name: getDisplayName(id, name), description: templateDescription ?? description }
}

/** Returns the display name of a run's workflow; see `getDisplayStrings`. */
export const getRunTitle = ({ workflowId, workflowName }: Pick<StoredRun, 'workflowId' | 'workflowName'>): string =>
  getDisplayName(workflowId, workflowName)

/** Returns the display name of a run record's workflow, or `undefined` if the record does not include the workflow. */
export const getRecordTitle = ({
  workflowId = '',
  workflow,
}: Pick<RunView, 'workflowId' | 'workflow'>): string | undefined =>
  workflow && getDisplayName(workflowId, workflow.name)

function getDisplayName(id: string, name: string): string {
  const originalName = templates[id]?.name
  if (originalName === undefined || (name !== originalName && name !== translatedTemplateNames[id])) return name
  return getStrings().templates.translations[id]?.name ?? originalName
}

/** Returns an unused name for a copy: "Sales copy", then "Sales copy 2". Copying a copy does not add another suffix. */
export function createCopyName(name: string, usedNames: readonly string[] = []): string {
  const { copy } = getStrings().common
  const copySuffix = new RegExp(` ${copy}( \\d+)?$`)
  const stem = name.replace(copySuffix, '').slice(0, 180)
  for (let count = 1; ; count++) {
    const candidate = count === 1 ? `${stem} ${copy}` : `${stem} ${copy} ${count}`
    if (!usedNames.includes(candidate)) return candidate
  }
}

/** The icon and color tone for each run or node state. */
export const stateStyles: Record<RunState | NodeState, { icon: string; tone: string }> = {
  queued: { icon: 'clock', tone: 'muted' },
  pending: { icon: 'circle-dashed', tone: 'muted' },
  running: { icon: 'loader-circle', tone: 'accent' },
  waiting: { icon: 'clock', tone: 'warn' },
  retrying: { icon: 'refresh-cw', tone: 'warn' },
  completed: { icon: 'circle-check', tone: 'good' },
  cached: { icon: 'database-zap', tone: 'cached' },
  failed: { icon: 'circle-x', tone: 'bad' },
  skipped: { icon: 'circle-minus', tone: 'muted' },
  cancelled: { icon: 'ban', tone: 'muted' },
}
