import type { ForeignSettings } from './foreign-workflow.ts'
import type { SettingsReader } from './settings-reader.ts'

/** Maps a node type of another tool to one of ours: mostly data. */
export interface NodeMapping {
  /** Our node type. */
  readonly type: string
  /** Whether nodes with these settings can be mapped. Default: all. */
  readonly when?: (settings: ForeignSettings) => boolean
  /** Our settings, each with the path of the other tool's setting. Expressions in texts are translated. */
  readonly settings?: Readonly<Record<string, string>>
  /** Settings with the same value for all nodes. */
  readonly fixed?: ForeignSettings
  /** Reads settings that need more than a copy. Replaces those above. */
  readonly read?: (reader: SettingsReader) => ForeignSettings
  /** Our output ports in the order of the other tool's, or by its names. Default: those of our type. */
  readonly outputs?: Ports | ((settings: ForeignSettings) => Ports)
  /** Our input ports in the order of the other tool's, or by its names. Default: those of our type. */
  readonly inputs?: Ports
  /** Names in the other tool's output, each with the path below the node in ours. Default: the first output. */
  readonly fields?:
    | Readonly<Record<string, string>>
    | ((settings: ForeignSettings) => Readonly<Record<string, string>> | undefined)
  /** Settings that have no effect, such as those of the view. */
  readonly ignored?: readonly string[]
  /** The node is not a step of its own: its settings belong to the nodes of this type that it is connected to. */
  readonly isPart?: true
}

/** Ports in order, or by the names that the other tool uses. */
export type Ports = readonly string[] | Readonly<Record<string, string>>

/** Returns the words of a text, for lists of names. */
export const words = (text: string): readonly string[] => text.split(' ')

/** Mappings by the other tool's type. The first of a list whose `when` holds is used. */
export type NodeMappings = Readonly<Record<string, NodeMapping | readonly NodeMapping[]>>

interface TypePorts {
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  /** The version of the type for which the settings are written, if it is not the first. */
  readonly version?: number
  /** Whether the value continues the flow unchanged. */
  readonly passesThrough?: true
}

/** The ports of our types, with the one first that edges without a port use. */
const portsByType: Readonly<Record<string, TypePorts>> = {
  trigger: { inputs: ['data'], outputs: ['data'] },
  schedule: { inputs: ['data'], outputs: ['data'] },
  webhook: { inputs: ['data'], outputs: ['data'] },
  event: { inputs: ['data'], outputs: ['data'] },
  condition: { inputs: ['value'], outputs: ['true', 'false'], passesThrough: true },
  switch: { inputs: ['value'], outputs: ['case1', 'case2', 'otherwise'], passesThrough: true },
  for_each: { inputs: ['items', 'result'], outputs: ['results', 'item'] },
  merge: { inputs: ['in1', 'in2'], outputs: ['merged'] },
  variable: { inputs: ['value'], outputs: ['value'] },
  transform: { inputs: ['input'], outputs: ['value'], version: 2 },
  code: { inputs: ['input'], outputs: ['value'], version: 2 },
  delay: { inputs: ['value'], outputs: ['value'], passesThrough: true },
  wait_for_event: { inputs: ['value'], outputs: ['event', 'value'] },
  approval: { inputs: ['value'], outputs: ['approved', 'rejected'], passesThrough: true },
  error_handler: { inputs: ['error'], outputs: ['failures'] },
  webhook_response: { inputs: ['value'], outputs: ['response'] },
  http_request: { inputs: ['value'], outputs: ['body'], version: 2 },
  database_query: { inputs: ['value'], outputs: ['table'], version: 2 },
  read_file: { inputs: ['after'], outputs: ['file'] },
  write_file: { inputs: ['value'], outputs: ['value'], passesThrough: true },
  loading: { inputs: ['file'], outputs: ['table'] },
  email: { inputs: ['value'], outputs: ['value'] },
  notification: { inputs: ['value'], outputs: ['value'], passesThrough: true },
  publish_event: { inputs: ['value'], outputs: ['value'], passesThrough: true },
  agent: { inputs: ['value'], outputs: ['answer'] },
  mcp_tool: { inputs: ['value'], outputs: ['result'] },
  web_search: { inputs: ['value'], outputs: ['results'] },
  web_read: { inputs: ['value'], outputs: ['text'] },
  image: { inputs: ['value'], outputs: ['file'] },
  ...Object.fromEntries(
    [
      'sql',
      'select',
      'filter',
      'sort',
      'aggregate',
      'deduplicate',
      'sample',
      'fill',
      'derive_column',
      'rename_and_cast',
      'pivot',
      'unpivot',
      'table',
      'export',
      'validation',
      'chart',
    ].map((type) => [type, { inputs: ['table'], outputs: ['table'] }]),
  ),
  sql: { inputs: ['input'], outputs: ['table'] },
  join: { inputs: ['left', 'right'], outputs: ['table'] },
  union: { inputs: ['in1', 'in2'], outputs: ['table'] },
  split: { inputs: ['table'], outputs: ['match', 'rest'] },
}

export const getTypePorts = (type: string): TypePorts => portsByType[type] ?? { inputs: ['value'], outputs: ['value'] }

/** Finds the mapping for a node, or `undefined` if it has no counterpart. */
export function findMapping(mappings: NodeMappings, type: string, settings: ForeignSettings): NodeMapping | undefined {
  if (!Object.hasOwn(mappings, type)) return undefined
  return [mappings[type]!].flat().find(({ when }) => when === undefined || when(settings))
}
