import { renderProblem } from '../../language/render-problem.ts'
import type { Text } from '@aw-flow/messages'
import type { NodeType, Workflow, WorkflowDescription, WorkflowNode } from '@aw-flow/schema'
import { workflowInside } from '@aw-flow/canvas'

/** Text escaped for Markdown, on one line. */
const plain = (text: string): string =>
  text
    .replaceAll(/\s+/g, ' ')
    .trim()
    .replaceAll(/[\\`*_{}[\]<>()#+!|~-]/g, String.raw`\$&`)

/** A setting's value as code, with as many backticks as needed. */
function code(value: unknown): string {
  const written = JSON.stringify(value) ?? ''
  const maxLength = Math.max(0, ...(written.match(/`+/g) ?? []).map((run) => run.length))
  const fence = '`'.repeat(maxLength + 1)
  return maxLength > 0 ? `${fence} ${written} ${fence}` : `${fence}${written}${fence}`
}

/**
 * Describes a workflow as text, for a wiki or a review: its purpose, its steps in execution order with their sources
 * and settings, then notes and groups.
 */
export function markdownOfWorkflow(
  workflow: Workflow,
  types: ReadonlyMap<string, NodeType>,
  renderText: (text: Text) => string,
  description?: WorkflowDescription,
): string {
  const labels = new Map(workflow.nodes.map((node) => [node.id, plain(node.data.label || node.type)]))
  const lines = [`# ${plain(workflow.name)}`, '']
  if (workflow.description) lines.push(workflow.description.trim(), '')
  lines.push(`${workflow.nodes.length} steps, ${workflow.edges.length} connections.`, '')
  for (const [index, node] of inOrder(workflow).entries()) {
    lines.push(`## ${index + 1}. ${labels.get(node.id)}`, '')
    const type = types.get(node.type)
    const summary = description?.nodes[node.id]?.summary ?? type?.description
    lines.push(`${plain(type?.title ?? node.type)}${node.mode ? ` (${node.mode})` : ''}`, '')
    if (summary) lines.push(plain(renderText(summary)), '')
    const sources = workflow.edges
      .filter(({ target }) => target === node.id)
      .map(({ source, sourceHandle, targetHandle }) => {
        const from = `${labels.get(source) ?? source}${sourceHandle ? ` (${plain(sourceHandle)})` : ''}`
        return targetHandle ? `- ${plain(targetHandle)}: from ${from}` : `- from ${from}`
      })
    if (sources.length > 0) lines.push(...sources, '')
    const inside = workflowInside(node)
    const settings = Object.entries(node.data.config).filter(([, value]) => value !== inside)
    for (const [key, value] of settings) lines.push(`- ${plain(key)}: ${code(value)}`)
    if (settings.length > 0) lines.push('')
    const problems = description?.nodes[node.id]?.problems ?? []
    for (const problem of problems) {
      const { message, hint } = renderProblem(problem, renderText)
      lines.push(`> ${plain(message)}${hint ? ` ${plain(hint)}` : ''}`, '')
    }
  }
  const { groups = [] } = workflow
  const frames = (workflow.notes ?? []).filter(({ frame }) => frame)
  const notes = (workflow.notes ?? []).filter(({ frame }) => !frame)
  if (groups.length > 0) {
    lines.push('## Groups', '')
    for (const { label, nodes } of groups) {
      lines.push(`- ${plain(label)}: ${nodes.map((id) => labels.get(id) ?? id).join(', ')}`)
    }
    lines.push('')
  }
  if (frames.length > 0) lines.push('## Frames', '', ...frames.map(({ text }) => `- ${plain(text)}`), '')
  if (notes.length > 0) {
    lines.push('## Notes', '')
    for (const { text } of notes) lines.push(...text.split('\n').map((line) => `> ${line}`.trimEnd()), '')
  }
  return `${lines.join('\n').trim()}\n`
}

/** Nodes in topological order, with ties in document order; cycles are allowed. */
function inOrder({ nodes, edges }: Workflow): WorkflowNode[] {
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const open = new Map<string, number>()
  const next = new Map<string, WorkflowNode[]>()
  for (const { source, target } of edges) {
    const node = byId.get(target)
    if (!node || !byId.has(source)) continue
    open.set(target, (open.get(target) ?? 0) + 1)
    const known = next.get(source)
    if (known) known.push(node)
    else next.set(source, [node])
  }
  const order = new Set<WorkflowNode>()
  const ready = nodes.filter(({ id }) => !open.get(id))
  const place = (node: WorkflowNode): void => {
    order.add(node)
    for (const fed of next.get(node.id) ?? []) {
      const left = (open.get(fed.id) ?? 0) - 1
      open.set(fed.id, left)
      if (left === 0 && !order.has(fed)) ready.push(fed)
    }
  }
  for (const start of [undefined, ...nodes]) {
    if (start && !order.has(start)) place(start)
    for (let node = ready.shift(); node; node = ready.shift()) if (!order.has(node)) place(node)
  }
  return [...order]
}
