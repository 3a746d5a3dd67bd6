import { defined } from '../../wire/defined.ts'
import { isRecord, nodeSpacing, readFields, readMetadata, readIdText, readNumber, type Source } from './source.ts'

/** litegraph.js node modes: 2 is "never", and 4 is ComfyUI's "bypass". */
const modes: Readonly<Record<number, 'disabled' | 'bypassed'>> = { 2: 'disabled', 4: 'bypassed' }

/** Fields of saved graphs that follow from others, or describe the file format. */
export const derivedGraphFields: readonly string[] = [
  'last_node_id',
  'last_link_id',
  'version',
  'nodes[].order',
  'nodes[].mode',
]

/** The name for imported graphs, because graph files do not contain one. */
const defaultName = 'Imported graph'

interface Link {
  readonly id: unknown
  readonly sourceId: unknown
  readonly output: number
  readonly targetId: unknown
  readonly input: number
}

/**
 * Reads a graph saved by litegraph.js or ComfyUI: `{nodes: [{id, type, pos, inputs, outputs, properties}], links: [[id,
 * source, output, target, input, type]], groups: [{title, bounding}]}`. Properties become settings, and ComfyUI's
 * `widgets_values` becomes the setting of that name. Groups become frames, and notes remain notes. Restores the data
 * that `convertToLitegraph` in the canvas package stored under `extra.aw` and `properties.aw`.
 */
export function readLitegraphGraph(source: Source, ignored: Set<string>): Source {
  const allNodes = (source.nodes as unknown[]).filter(isRecord)
  if (allNodes.length < (source.nodes as unknown[]).length) ignored.add('nodes[]')
  const nodes = allNodes.filter((node) => !isNote(node))
  const nodesById = new Map(nodes.map((node) => [readIdText(node.id), node]))
  const savedMetadata = readFields(isRecord(source.extra) ? source.extra : {}, 'extra', ignored, ({ take }) =>
    take('aw'),
  )
  const extra = isRecord(savedMetadata) ? savedMetadata : {}
  const edges = (source.links as unknown[]).flatMap((raw, index): Source[] => {
    const link = readLink(raw)
    const [sourceNode, targetNode] = [
      nodesById.get(readIdText(link?.sourceId)),
      nodesById.get(readIdText(link?.targetId)),
    ]
    if (!link || !sourceNode || !targetNode) {
      ignored.add(`links[${index}]`)
      return []
    }
    const sourceHandle = getSlotName(sourceNode.outputs, link.output)
    const targetHandle = getSlotName(targetNode.inputs, link.input)
    return [
      defined({
        id: `edge-${readIdText(link.id) || index + 1}`,
        source: readId(sourceNode),
        target: readId(targetNode),
        sourceHandle,
        targetHandle,
      }),
    ]
  })
  const groups = Array.isArray(source.groups) ? source.groups.filter(isRecord) : []
  const notes = [
    ...allNodes.filter(isNote).map((node, index) => readNote(node, index, ignored)),
    ...groups.map((group, index) => readGroup(group, index, ignored)),
  ]
  const metadata = readFields({ name: defaultName, ...source, ...extra }, '', ignored, (fields) => {
    fields.takeAll(['nodes', 'links', 'groups', 'extra'])
    return readMetadata(fields)
  })
  return {
    ...metadata,
    nodes: nodes.map((node, index) => readNode(node, index, ignored)),
    edges,
    ...(notes.length > 0 ? { notes } : {}),
  }
}

/**
 * Reads a prompt for ComfyUI's API: `{"3": {class_type, inputs: {seed: 1, model: ["4", 0]}}}`. It does not contain
 * positions.
 */
export function readComfyPrompt(source: Source, ignored: Set<string>): Source {
  const entries = Object.entries(source).filter((entry): entry is [string, Source] => isRecord(entry[1]))
  const ids = new Set(entries.map(([id]) => id))
  const isLink = (value: unknown): value is [string, number] =>
    Array.isArray(value) && value.length === 2 && ids.has(readIdText(value[0])) && typeof value[1] === 'number'
  const readInputs = (node: Source): [string, unknown][] => Object.entries(isRecord(node.inputs) ? node.inputs : {})
  const nodes = entries.map(([id, node], index) => {
    const config = Object.fromEntries(readInputs(node).filter(([, value]) => !isLink(value)))
    const { type, meta } = readFields(node, '*', ignored, ({ take }) => {
      take('inputs')
      return { type: take('class_type'), meta: take('_meta') }
    })
    const title = readFields(isRecord(meta) ? meta : {}, '*._meta', ignored, ({ take }) => take('title'))
    const label = typeof title === 'string' ? title : type
    return { id, type, position: { x: index * nodeSpacing.x, y: 0 }, data: { label, config } }
  })
  const edges = entries.flatMap(([target, node]) =>
    readInputs(node).flatMap(([name, value]) =>
      isLink(value) ? [{ id: `edge-${target}-${name}`, source: readIdText(value[0]), target, targetHandle: name }] : [],
    ),
  )
  return { name: defaultName, nodes, edges }
}

/** Returns whether an object is a prompt for ComfyUI's API: every value is a node with a `class_type`. */
export const isComfyPrompt = (source: Source): boolean => {
  const values = Object.values(source)
  return values.length > 0 && values.every((value) => isRecord(value) && typeof value.class_type === 'string')
}

const isNote = ({ type }: Source): boolean => type === 'Note' || type === 'MarkdownNote'

const readId = ({ id, properties }: Source): string => {
  const savedId = isRecord(properties) && isRecord(properties.aw) ? properties.aw.id : undefined
  return typeof savedId === 'string' ? savedId : readIdText(id)
}

function readNode(node: Source, index: number, ignored: Set<string>): Source {
  return readFields(node, 'nodes[]', ignored, ({ take, takeAll }) => {
    takeAll(['id', 'inputs', 'outputs'])
    const [sourceProperties, sourceType, sourceMode, title] = [
      take('properties'),
      take('type'),
      take('mode'),
      take('title'),
    ]
    const { aw, ...properties } = isRecord(sourceProperties) ? sourceProperties : {}
    const savedProperties = isRecord(aw) ? aw : {}
    // The size of a node that this project wrote follows from its type and its look.
    if (isRecord(aw)) takeAll(['size', 'flags'])
    const mode = typeof sourceMode === 'number' ? modes[sourceMode] : undefined
    const type = typeof sourceType === 'string' && sourceType !== '' ? sourceType : 'unknown'
    return {
      id: readId(node),
      type,
      ...(typeof savedProperties.typeVersion === 'number' ? { typeVersion: savedProperties.typeVersion } : {}),
      position: toPoint(take('pos')) ?? { x: index * nodeSpacing.x, y: 0 },
      data: {
        label: typeof title === 'string' ? title : type,
        config: isRecord(savedProperties.config)
          ? savedProperties.config
          : { ...properties, ...takeAll(['widgets_values']) },
      },
      ...(mode ? { mode } : {}),
    }
  })
}

function readNote(node: Source, index: number, ignored: Set<string>): Source {
  return readFields(node, 'nodes[]', ignored, ({ take, takeAll }) => {
    takeAll(['id', 'type'])
    const values = take('widgets_values')
    const [text] = Array.isArray(values) ? (values as unknown[]) : []
    const size = toPoint(take('size')) ?? { x: 256, y: 128 }
    return {
      id: `note-${readIdText(node.id) || index + 1}`,
      text: typeof text === 'string' ? text : '',
      position: toPoint(take('pos')) ?? { x: 0, y: 0 },
      size: { width: clamp(size.x, 80), height: clamp(size.y, 48) },
    }
  })
}

function readGroup(group: Source, index: number, ignored: Set<string>): Source {
  return readFields(group, 'groups[]', ignored, ({ take }) => {
    const [title, bounding] = [take('title'), take('bounding')]
    const [x = 0, y = 0, width = 0, height = 0] = Array.isArray(bounding) ? bounding.slice(0, 4).map(readNumber) : []
    return {
      id: `frame-${index + 1}`,
      text: typeof title === 'string' ? title : '',
      position: { x, y },
      size: { width: clamp(width, 80), height: clamp(height, 48) },
      frame: true,
    }
  })
}

/** Reads a link, which is a list, or an object in newer ComfyUI files. */
function readLink(raw: unknown): Link | undefined {
  if (Array.isArray(raw)) {
    const [id, sourceId, output, targetId, input] = raw as unknown[]
    return { id, sourceId, output: readNumber(output), targetId, input: readNumber(input) }
  }
  if (!isRecord(raw)) return undefined
  return {
    id: raw.id,
    sourceId: raw.origin_id,
    output: readNumber(raw.origin_slot),
    targetId: raw.target_id,
    input: readNumber(raw.target_slot),
  }
}

function getSlotName(slots: unknown, index: number): string | undefined {
  const slot: unknown = Array.isArray(slots) ? slots[index] : undefined
  return isRecord(slot) && typeof slot.name === 'string' ? slot.name : undefined
}

/** Reads a position or size, which litegraph.js saves as a list or, if it is a typed array, as `{"0": x, "1": y}`. */
function toPoint(value: unknown): { x: number; y: number } | undefined {
  const pair: unknown[] = Array.isArray(value) ? value : isRecord(value) ? [value['0'], value['1']] : []
  const [x, y] = pair.slice(0, 2).map(readNumber)
  return x !== undefined && y !== undefined && Number.isFinite(x) && Number.isFinite(y) ? { x, y } : undefined
}

const clamp = (value: number, min: number): number =>
  Math.min(20_000, Math.max(min, Number.isFinite(value) ? value : min))
