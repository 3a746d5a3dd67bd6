import {
  isObject,
  toKey,
  toNumber,
  toObject,
  toText,
  type ForeignEdge,
  type ForeignNode,
  type ForeignNote,
  type ForeignSettings,
  type ForeignWorkflow,
} from '../foreign-workflow.ts'
import type { ExpressionScope, ToolDefinition } from '../map-workflow.ts'
import type { ExpressionLanguage } from '../settings-reader.ts'
import { quoteName, translateExpression } from '../translate-expression.ts'
import { knimeMappings } from './knime-mappings.ts'

/** KNIME: the settings of an exported workflow, as `readKnimeArchive` reads them. */
export const knimeTool: ToolDefinition = {
  tool: 'knime',
  recognize: (json) => isObject(json) && isObject(json.knime) && isObject(json.knime.files),
  read: (json) => readWorkflow(toObject(toObject(json).knime)),
  get mappings() {
    return knimeMappings
  },
  toKey: (type) => type.split('.').at(-1)!,
  createLanguage,
  scale: { x: 1.6, y: 1.2 },
}

/** Maximum nesting of metanodes and components. */
const maxNesting = 20

/** The nodes and edges of a workflow, or of a metanode, whose edges have ends outside it. */
interface Level {
  readonly nodes: ForeignNode[]
  readonly edges: ForeignEdge[]
  /** Ends inside for each input of the metanode, and starts inside for each output. */
  readonly inputs: Map<number, ForeignEdge[]>
  readonly outputs: Map<number, ForeignEdge[]>
}

function readWorkflow(archive: ForeignSettings): ForeignWorkflow {
  const files = toObject(archive.files)
  const workflow = toObject(files['workflow.knime'])
  const { nodes, edges } = readLevel(files, '', '', { x: 0, y: 0 }, 0)
  return {
    name: toText(workflow.name) ?? toText(archive.name),
    description: toText(workflow.customDescription),
    nodes,
    edges,
    notes: Object.values(toObject(workflow.annotations)).map((annotation) => readAnnotation(toObject(annotation))),
  }
}

function readAnnotation(annotation: ForeignSettings): ForeignNote {
  const text = toText(annotation.text) ?? ''
  return {
    text: annotation.contentType === 'text/html' ? removeTags(text) : text,
    position: { x: toNumber(annotation['x-coordinate']) ?? 0, y: toNumber(annotation['y-coordinate']) ?? 0 },
    size: { width: toNumber(annotation.width) ?? 240, height: toNumber(annotation.height) ?? 120 },
  }
}

const removeTags = (html: string): string =>
  html
    .replaceAll(/<\/p>|<br\s{0,5}\/?>/g, '\n')
    .replaceAll(/<[^<>]{0,500}>/g, '')
    .trim()

/** Reads the nodes of a folder. The nodes of metanodes and components become nodes of the workflow itself. */
function readLevel(
  files: ForeignSettings,
  folder: string,
  prefix: string,
  offset: { x: number; y: number },
  depth: number,
): Level {
  const workflow = toObject(files[`${folder}workflow.knime`])
  const level: Level = { nodes: [], edges: [], inputs: new Map(), outputs: new Map() }
  const inner = new Map<string, Level>()
  /** Ids of the nodes that stand for the inputs and outputs of a component. */
  const virtual = new Map<string, 'input' | 'output'>()
  for (const entry of Object.values(toObject(workflow.nodes)).map(toObject)) {
    const id = `${prefix}${toKey(entry.id)}`
    const file = toKey(entry.node_settings_file)
    const nodeFolder = `${folder}${file.slice(0, file.lastIndexOf('/') + 1)}`
    const position = readPosition(entry, offset)
    const isNested = Object.hasOwn(files, `${nodeFolder}workflow.knime`)
    if (isNested && depth < maxNesting) {
      const nested = readLevel(files, nodeFolder, `${id}:`, position, depth + 1)
      inner.set(id, nested)
      level.nodes.push(...nested.nodes)
      level.edges.push(...nested.edges)
      continue
    }
    const settings = toObject(files[`${folder}${file}`])
    const factory = toKey(settings.factory)
    if (factory.includes('VirtualSubNodeInput')) virtual.set(id, 'input')
    else if (factory.includes('VirtualSubNodeOutput')) virtual.set(id, 'output')
    else level.nodes.push(readNode(id, settings, file, position))
  }
  for (const connection of Object.values(toObject(workflow.connections)).map(toObject))
    addConnection(level, connection, prefix, inner, virtual)
  return level
}

function readPosition(entry: ForeignSettings, offset: { x: number; y: number }): { x: number; y: number } {
  const bounds = toObject(entry.ui_settings)['extrainfo.node.bounds']
  const [x, y] = Array.isArray(bounds) ? bounds : []
  return { x: offset.x + (toNumber(x) ?? 0), y: offset.y + (toNumber(y) ?? 0) }
}

function readNode(
  id: string,
  settings: ForeignSettings,
  file: string,
  position: { x: number; y: number },
): ForeignNode {
  const annotation = toText(toObject(settings.nodeAnnotation).text)
  // Nodes of JavaScript views share a factory, which reads their type from its own settings.
  const type = toText(toObject(settings.factory_settings).nodeDir) ?? toText(settings.factory) ?? 'unknown'
  return {
    id,
    name: toText(settings['node-name']) ?? toText(settings.name) ?? file.split(' (#')[0]!,
    type,
    position,
    // The text below a node is its number until the author changes it.
    notes: annotation === undefined || /^Node \d+$/.test(annotation) ? undefined : annotation,
    settings: toObject(settings.model),
  }
}

/** Adds an edge. The port 0 of a node carries flow variables, so its tables begin at 1; metanodes have no such port. */
function addConnection(
  level: Level,
  connection: ForeignSettings,
  prefix: string,
  inner: ReadonlyMap<string, Level>,
  virtual: ReadonlyMap<string, 'input' | 'output'>,
): void {
  const [source, target] = [`${prefix}${toKey(connection.sourceID)}`, `${prefix}${toKey(connection.destID)}`]
  const [sourcePort, targetPort] = [toNumber(connection.sourcePort) ?? 1, toNumber(connection.destPort) ?? 1]
  const starts = inner.get(source)?.outputs.get(sourcePort) ?? [
    { source, target, output: Math.max(0, sourcePort - 1), input: undefined },
  ]
  const ends = inner.get(target)?.inputs.get(targetPort) ?? [
    { source, target, output: undefined, input: Math.max(0, targetPort - 1) },
  ]
  const isInput = toKey(connection.sourceID) === '-1' || virtual.get(source) === 'input'
  const isOutput = toKey(connection.destID) === '-1' || virtual.get(target) === 'output'
  const add = (map: Map<number, ForeignEdge[]>, port: number, edges: readonly ForeignEdge[]): void =>
    void map.set(port, [...(map.get(port) ?? []), ...edges].slice(0, maxPortEdges))
  if (isInput && !isOutput) add(level.inputs, sourcePort, ends)
  else if (isOutput && !isInput) add(level.outputs, targetPort, starts)
  else if (!isInput)
    for (const start of starts)
      for (const end of ends)
        level.edges.push({ source: start.source, target: end.target, output: start.output, input: end.input })
}

/** Maximum number of edges of one port of a metanode, each of which is multiplied by those of the port it leads to. */
const maxPortEdges = 200

/** `$column$` is the cell of a row, and `${Svariable}$` a flow variable, which has no counterpart. */
function createLanguage(_scope: ExpressionScope): ExpressionLanguage {
  return {
    split: (text) => [{ literal: text }],
    translate: (expression) => {
      const columns: string[] = []
      const toCode = (text: string): string =>
        text
          .replaceAll(/\$([^$\n]{1,200})\$/g, (_match, name: string) => `column_${columns.push(name) - 1}`)
          .replaceAll(/\bAND\b/g, '&&')
          .replaceAll(/\bOR\b/g, '||')
          .replaceAll(/\bNOT\b/g, '!')
          .replaceAll(/([^=<>!])=(?!=)/g, '$1==')
          .replaceAll(/\b([A-Za-z]\w{0,40})\s{0,5}\(/g, 'knime_$1(')
      // Texts in quotation marks remain as they are. One without its end is refused later.
      const parts = expression.split(/("(?:[^"\\]|\\[^])*"?)/)
      const codes = parts.map((part, index) => (index % 2 === 0 ? toCode(part) : part))
      if (codes.some((code, index) => index % 2 === 0 && /[${}]/.test(code))) return undefined
      return translateExpression(codes.join(''), ({ root, arguments: args, steps }) => {
        const column = columns[Number(/^column_(\d+)$/.exec(root)?.[1] ?? NaN)]
        if (column === undefined || args || steps.length > 0) return undefined
        return { code: quoteName(column), steps: 0 }
      })
    },
  }
}
