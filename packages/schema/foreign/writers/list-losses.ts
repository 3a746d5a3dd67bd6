import { message, type Message } from '@aw-flow/messages'
import type { Workflow, WorkflowNode } from '../../document/workflow.ts'
import { info, warning, type Problem } from '../../wire/problem.ts'
import { maxListedPaths } from '../settings-reader.ts'

/** A part of a workflow that a format may be unable to contain. */
export type WorkflowPart = keyof typeof finders

const hasNode =
  (matches: (node: WorkflowNode) => boolean) =>
  ({ nodes }: Workflow): boolean =>
    nodes.some(matches)

/** Returns whether a workflow has a part. */
const finders = {
  settings: hasNode(({ data }) => Object.keys(data.config).length > 0),
  expressions: hasNode(({ data }) => JSON.stringify(data.config).includes('{{')),
  branches: ({ edges }: Workflow) => edges.some(({ sourceHandle }) => sourceHandle !== undefined),
  modes: hasNode(({ mode }) => mode !== undefined),
  bypasses: hasNode(({ mode }) => mode === 'bypassed'),
  retries: ({ nodes, settings }: Workflow) =>
    settings.retry !== undefined || nodes.some(({ retry }) => retry !== undefined),
  failures: hasNode(({ onError }) => onError !== undefined && onError !== 'stop'),
  variables: ({ settings }: Workflow) => Object.keys(settings.variables ?? {}).length > 0,
  positions: hasNode(() => true),
  notes: ({ notes = [] }: Workflow) => notes.length > 0,
  groups: ({ groups = [] }: Workflow) => groups.length > 0,
  bends: ({ edges }: Workflow) => edges.some(({ points }) => points !== undefined),
} satisfies Record<string, (workflow: Workflow) => boolean>

const partMessages: Record<WorkflowPart, Message> = {
  settings: message('export.part.settings', {}),
  expressions: message('export.part.expressions', {}),
  branches: message('export.part.branches', {}),
  modes: message('export.part.modes', {}),
  bypasses: message('export.part.bypasses', {}),
  retries: message('export.part.retries', {}),
  failures: message('export.part.failures', {}),
  variables: message('export.part.variables', {}),
  positions: message('export.part.positions', {}),
  notes: message('export.part.notes', {}),
  groups: message('export.part.groups', {}),
  bends: message('export.part.bends', {}),
}

/** Reports what a format cannot contain: the nodes without a counterpart, and the parts that are left out. */
export function listLosses(
  workflow: Workflow,
  {
    name: format,
    leavesOut,
    hasCounterpart,
  }: {
    name: string
    leavesOut: readonly WorkflowPart[]
    hasCounterpart?: (node: WorkflowNode) => boolean
  },
): Problem[] {
  const unmapped = hasCounterpart ? workflow.nodes.filter((node) => !hasCounterpart(node)) : []
  const parts = leavesOut.filter((part) => finders[part](workflow)).map((part) => partMessages[part])
  return [
    ...(unmapped.length > 0
      ? [
          warning('export.no-counterpart', {
            format,
            nodes: unmapped.slice(0, maxListedPaths).map(({ type, data }) => (data.label || type).slice(0, 200)),
            count: unmapped.length,
          }),
        ]
      : []),
    ...(parts.length > 0 ? [info('export.left-out', { format, parts })] : []),
  ]
}
