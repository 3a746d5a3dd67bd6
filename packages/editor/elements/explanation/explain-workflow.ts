import type { NodeType, Workflow, WorkflowDescription, WorkflowNode } from '@aw-flow/schema'
import type { Text } from '@aw-flow/schema/internal'
import type { ExplanationStrings } from './explanation-strings.ts'

/** The name and description of a workflow. */
export interface WorkflowText {
  readonly name: string
  readonly description: string
}

interface ExplainOptions {
  readonly types: ReadonlyMap<string, NodeType>
  /** The nodes' summaries, columns and problems; `undefined` until they are known. */
  readonly description: WorkflowDescription | undefined
  readonly strings: ExplanationStrings
  getLabel(node: WorkflowNode): string
  renderText(text: Text): string
}

/** Maximum number of columns listed per result. */
const maxColumns = 8
/** Maximum number of parts in a proposed name. */
const maxNameParts = 3
/** Maximum length of a proposed name, in characters. */
const maxNameLength = 80
/** Maximum length of a description, in characters. */
const maxDescriptionLength = 10_000

/** Node types whose summary makes a good workflow name. */
const namingTypes: ReadonlySet<string> = new Set(['aggregate', 'pivot'])
/** Node types that say nothing about a workflow's purpose and are left out of its name. */
const omittedTypes: ReadonlySet<string> = new Set(['table', 'select', 'sort', 'sample', 'rename_and_cast', 'loading'])

type Kind = 'source' | 'step' | 'result'

/**
 * Proposes a name for a workflow, and a description that lists its triggers, its sources, its steps in order with their
 * settings, and its results. Uses only rules, so identical workflows get identical explanations.
 */
export function explainWorkflow(workflow: Workflow, options: ExplainOptions): WorkflowText {
  const { types, description, strings, getLabel, renderText } = options
  const orderedNodes = sortByEdges(workflow)
  const getFamily = ({ type }: WorkflowNode): string => types.get(type)?.family ?? ''
  const triggers = orderedNodes.filter((node) => getFamily(node) === 'triggers')
  const triggerIds = new Set(triggers.map(({ id }) => id))
  const edges = workflow.edges.filter(({ source }) => !triggerIds.has(source))
  const nodesWithInput = new Set(edges.map(({ target }) => target))
  const nodesWithOutput = new Set(edges.map(({ source }) => source))
  const getKind = (node: WorkflowNode): Kind =>
    !nodesWithInput.has(node.id) && nodesWithOutput.has(node.id)
      ? 'source'
      : nodesWithInput.has(node.id) && (!nodesWithOutput.has(node.id) || getFamily(node) === 'views')
        ? 'result'
        : 'step'
  const nonTriggers = orderedNodes.filter(({ id }) => !triggerIds.has(id))
  const nodeGroups = (['source', 'step', 'result'] as const).map((kind) => ({
    kind,
    nodes: nonTriggers.filter((node) => getKind(node) === kind),
  }))
  const stepNumbers = new Map(nodeGroups.flatMap(({ nodes }) => nodes).map(({ id }, index) => [id, index + 1]))
  const summarize = ({ id, type }: WorkflowNode): string => {
    const summary = description?.nodes[id]?.summary
    const text = summary === undefined ? (types.get(type)?.description ?? '') : renderText(summary)
    const lines = text.replaceAll('`', '').split('\n')
    return lines
      .map((line) => line.trim())
      .filter((line) => line !== '')
      .join(', ')
  }

  const describeSources = ({ id }: WorkflowNode): string => {
    const sources = edges.flatMap(({ source, sourceHandle, target }) => {
      const number = stepNumbers.get(source)
      if (target !== id || number === undefined) return []
      const type = types.get(workflow.nodes.find((node) => node.id === source)?.type ?? '')
      const outputs = description?.nodes[source]?.ports?.outputs ?? type?.outputs ?? []
      const port = outputs.find(({ name }) => name === sourceHandle)
      const isFirst = sourceHandle === undefined || port === outputs[0] || port === undefined
      return [{ number, output: isFirst ? '' : port.label || port.name }]
    })
    const [onlySource] = sources
    const readsOnlyPreviousStep =
      sources.length === 1 && onlySource!.output === '' && onlySource!.number === stepNumbers.get(id)! - 1
    return sources.length === 0 || readsOnlyPreviousStep
      ? ''
      : strings.from(
          sources.toSorted((a, b) => a.number - b.number).map(({ number, output }) => strings.source(number, output)),
        )
  }
  const describeColumns = (node: WorkflowNode): string => {
    const { inputs = {}, outputs = {} } = description?.nodes[node.id] ?? {}
    const ports = Object.values(getFamily(node) === 'views' ? inputs : outputs)
    const columns = ports.find((port) => port.columns)?.columns ?? []
    if (columns.length === 0) return ''
    const names = columns.slice(0, maxColumns).map(({ name }) => name)
    return `\n   ${strings.columns(names, columns.length - names.length)}`
  }
  const describeNode = (node: WorkflowNode, kind: Kind): string => {
    const innerNodeCount = countInnerNodes(node)
    const details = [
      summarize(node),
      ...(innerNodeCount > 0 ? [strings.innerSteps(innerNodeCount)] : []),
      ...(node.mode ? [strings.off] : []),
    ].filter(Boolean)
    const line = strings.step(stepNumbers.get(node.id)!, getLabel(node), details.join('; '))
    return `${line}${describeSources(node)}${kind === 'result' ? describeColumns(node) : ''}`
  }

  const headings = { source: strings.reads, step: strings.steps, result: strings.results }
  const errorCount = description?.problems.filter(({ severity }) => severity === 'error').length ?? 0
  const sections = [
    ...(triggers.length > 0
      ? [strings.starts(triggers.map((node) => summarize(node) || getLabel(node)).join('; '))]
      : []),
    ...nodeGroups.flatMap(({ kind, nodes }) =>
      nodes.length === 0 ? [] : [[`${headings[kind]}:`, ...nodes.map((node) => describeNode(node, kind))].join('\n')],
    ),
    ...(errorCount > 0 ? [strings.problems(errorCount)] : []),
  ]
  return {
    name: proposeName({ orderedNodes: nonTriggers, getKind, summarize, getLabel, strings }),
    description: truncate(sections.join('\n\n'), maxDescriptionLength),
  }
}

function proposeName({
  orderedNodes,
  getKind,
  summarize,
  getLabel,
  strings,
}: {
  readonly orderedNodes: readonly WorkflowNode[]
  getKind(node: WorkflowNode): Kind
  summarize(node: WorkflowNode): string
  getLabel(node: WorkflowNode): string
  readonly strings: ExplanationStrings
}): string {
  const source = orderedNodes.find((node) => getKind(node) === 'source')
  // A Load node's summary starts with the file name.
  const file = source ? (/^[^·/\\]+\.[a-z0-9]{1,8}(?= ·|$)/i.exec(summarize(source))?.[0] ?? getLabel(source)) : ''
  const topic = file.replace(/\.[a-z0-9]{1,8}$/i, '')
  const namingNode = orderedNodes.findLast(({ type }) => namingTypes.has(type))
  const summary = namingNode ? summarize(namingNode) : ''
  if (summary !== '' && `${topic}: ${summary}`.length <= maxNameLength) return strings.proposedName(topic, [summary])
  const titles = orderedNodes.filter(({ type }) => !omittedTypes.has(type)).map(getLabel)
  const parts = [...new Set(titles)].filter((title) => title !== '' && title !== file)
  const shownParts = parts.length > maxNameParts ? [...parts.slice(0, maxNameParts - 1), parts.at(-1)!] : parts
  return truncate(strings.proposedName(topic, shownParts), maxNameLength)
}

function countInnerNodes({ data }: WorkflowNode): number {
  const counts = Object.values(data.config).map((value) =>
    typeof value === 'object' && value !== null && 'nodes' in value && Array.isArray(value.nodes)
      ? value.nodes.length
      : 0,
  )
  return Math.max(0, ...counts)
}

const truncate = (text: string, maxLength: number): string =>
  text.length > maxLength ? `${text.slice(0, maxLength - 1)}…` : text

/** Sorts nodes topologically. Ties are broken by position, from left to right, then from top to bottom. */
function sortByEdges({ nodes, edges }: Workflow): WorkflowNode[] {
  const pendingNodes = nodes.toSorted((a, b) => a.position.x - b.position.x || a.position.y - b.position.y)
  const pendingSourceCounts = new Map(pendingNodes.map(({ id }) => [id, 0]))
  for (const { source, target } of edges)
    if (pendingSourceCounts.has(source) && pendingSourceCounts.has(target))
      pendingSourceCounts.set(target, pendingSourceCounts.get(target)! + 1)
  const sortedNodes: WorkflowNode[] = []
  while (pendingNodes.length > 0) {
    // In a cycle, every node waits for a source, so the leftmost node goes first.
    const index = Math.max(
      0,
      pendingNodes.findIndex(({ id }) => pendingSourceCounts.get(id) === 0),
    )
    const [next] = pendingNodes.splice(index, 1)
    sortedNodes.push(next!)
    for (const { source, target } of edges)
      if (source === next!.id && pendingSourceCounts.has(target))
        pendingSourceCounts.set(target, pendingSourceCounts.get(target)! - 1)
  }
  return sortedNodes
}
