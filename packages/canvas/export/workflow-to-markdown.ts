import {
  getHint,
  getProblemText,
  type NodeType,
  type Workflow,
  type WorkflowDescription,
  type WorkflowEdge,
  type WorkflowNode,
} from '@aw-flow/schema'
import { findInnerWorkflow } from '../sub-workflow/sub-workflow-node.ts'

type Text = ReturnType<typeof getHint>

/** Escapes text for Markdown and joins its lines. */
const escapeMarkdown = (text: string): string =>
  text
    .replaceAll(/\s+/g, ' ')
    .trim()
    .replaceAll(/[\\`*_{}[\]<>()#+!|~-]/g, String.raw`\$&`)

/**
 * Neutralizes HTML, images, and all links other than web and mail links in Markdown, so that opening the file in
 * another application does not run untrusted code or send requests.
 */
const sanitizeMarkdown = (text: string): string =>
  text.replaceAll('![', String.raw`!\[`).replaceAll(
    /(?<!\\)(\\*)(<|\](?=\s*[[:]|\((?!\s*(?:https?:\/\/|mailto:|#))))/gi,
    // After an odd number of backslashes, the character is already escaped. Another backslash would unescape it.
    (match: string, backslashes: string, character: string) =>
      backslashes.length % 2 === 1 ? match : `${backslashes}\\${character}`,
  )

/** The maximum length of a label, in characters. */
const maxLabelCharacters = 200
const shortenLabel = (label: string): string =>
  label.length > maxLabelCharacters ? `${label.slice(0, maxLabelCharacters)}…` : label

/** Formats the value of a setting as inline code, delimited by as many backticks as necessary. */
function formatCode(value: unknown): string {
  const json = JSON.stringify(value) ?? ''
  const maxBackticks = (json.match(/`+/g) ?? []).reduce((max, backticks) => Math.max(max, backticks.length), 0)
  const fence = '`'.repeat(maxBackticks + 1)
  return maxBackticks > 0 ? `${fence} ${json} ${fence}` : `${fence}${json}${fence}`
}

/**
 * Describes a workflow in Markdown, for a wiki or a review: its purpose, its steps in execution order with sources and
 * settings, and then groups, frames and notes.
 *
 * @internal
 */
export function workflowToMarkdown(
  workflow: Workflow,
  types: ReadonlyMap<string, NodeType>,
  renderText: (text: Text) => string,
  description?: WorkflowDescription,
): string {
  const getTitle = (node: WorkflowNode): string => node.data.label || node.type
  // Labels are escaped once, because each edge and group repeats the labels of its nodes.
  const labels = new Map(workflow.nodes.map((node) => [node.id, escapeMarkdown(shortenLabel(getTitle(node)))]))
  const edgesByTarget = new Map<string, WorkflowEdge[]>()
  for (const edge of workflow.edges) {
    const edges = edgesByTarget.get(edge.target)
    if (edges) edges.push(edge)
    else edgesByTarget.set(edge.target, [edge])
  }
  const lines = [`# ${escapeMarkdown(workflow.name)}`, '']
  if (workflow.description) lines.push(sanitizeMarkdown(workflow.description.trim()), '')
  lines.push(`${workflow.nodes.length} steps, ${workflow.edges.length} connections.`, '')
  for (const [index, node] of sortNodes(workflow).entries()) {
    lines.push(`## ${index + 1}. ${escapeMarkdown(getTitle(node))}`, '')
    const type = types.get(node.type)
    const summary = description?.nodes[node.id]?.summary ?? type?.description
    lines.push(`${escapeMarkdown(type?.title ?? node.type)}${node.mode ? ` (${node.mode})` : ''}`, '')
    if (summary) lines.push(escapeMarkdown(renderText(summary)), '')
    const sources = (edgesByTarget.get(node.id) ?? []).map(({ source, sourceHandle, targetHandle }) => {
      const origin = `${labels.get(source) ?? escapeMarkdown(source)}${sourceHandle ? ` (${escapeMarkdown(sourceHandle)})` : ''}`
      return targetHandle ? `- ${escapeMarkdown(targetHandle)}: from ${origin}` : `- from ${origin}`
    })
    if (sources.length > 0) lines.push(...sources, '')
    const subWorkflow = findInnerWorkflow(node)
    const settings = Object.entries(node.data.config).filter(([, value]) => value !== subWorkflow)
    for (const [key, value] of settings) lines.push(`- ${escapeMarkdown(key)}: ${formatCode(value)}`)
    if (settings.length > 0) lines.push('')
    const problems = description?.nodes[node.id]?.problems ?? []
    for (const problem of problems) {
      const sentences = [getProblemText(problem), getHint(problem)].map((text) => escapeMarkdown(renderText(text)))
      lines.push(`> ${sentences.filter(Boolean).join(' ')}`, '')
    }
  }
  const { groups = [] } = workflow
  const frames = (workflow.notes ?? []).filter(({ frame }) => frame)
  const notes = (workflow.notes ?? []).filter(({ frame }) => !frame)
  if (groups.length > 0) {
    lines.push('## Groups', '')
    for (const { label, nodes } of groups) {
      lines.push(`- ${escapeMarkdown(label)}: ${nodes.map((id) => labels.get(id) ?? escapeMarkdown(id)).join(', ')}`)
    }
    lines.push('')
  }
  if (frames.length > 0) lines.push('## Frames', '', ...frames.map(({ text }) => `- ${escapeMarkdown(text)}`), '')
  if (notes.length > 0) {
    lines.push('## Notes', '')
    for (const { text } of notes)
      lines.push(
        ...sanitizeMarkdown(text)
          .split(/\r\n|\r|\n/)
          .map((line) => `> ${line}`.trimEnd()),
        '',
      )
  }
  return `${lines.join('\n').trim()}\n`
}

/** Sorts nodes topologically, keeping the document order where possible. Cycles are allowed. */
function sortNodes({ nodes, edges }: Workflow): WorkflowNode[] {
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const pendingInputCounts = new Map<string, number>()
  const successors = new Map<string, WorkflowNode[]>()
  for (const { source, target } of edges) {
    const node = byId.get(target)
    if (!node || !byId.has(source)) continue
    pendingInputCounts.set(target, (pendingInputCounts.get(target) ?? 0) + 1)
    const existing = successors.get(source)
    if (existing) existing.push(node)
    else successors.set(source, [node])
  }
  const order = new Set<WorkflowNode>()
  const readyNodes = nodes.filter(({ id }) => !pendingInputCounts.get(id))
  const visit = (node: WorkflowNode): void => {
    order.add(node)
    for (const successor of successors.get(node.id) ?? []) {
      const remainingInputCount = (pendingInputCounts.get(successor.id) ?? 0) - 1
      pendingInputCounts.set(successor.id, remainingInputCount)
      if (remainingInputCount === 0 && !order.has(successor)) readyNodes.push(successor)
    }
  }
  for (const start of [undefined, ...nodes]) {
    if (start && !order.has(start)) visit(start)
    for (let node = readyNodes.shift(); node; node = readyNodes.shift()) if (!order.has(node)) visit(node)
  }
  return [...order]
}
