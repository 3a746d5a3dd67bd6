import type { ForeignSettings } from './foreign-workflow.ts'
import type { SettingsReader } from './settings-reader.ts'
import typePorts from './type-ports.json' with { type: 'json' }

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
  readonly passesThrough?: boolean
}

/** The ports of our types, with the one first that edges without a port use. */
const portsByType: ReadonlyMap<string, TypePorts> = new Map(Object.entries(typePorts))

export const getTypePorts = (type: string): TypePorts =>
  portsByType.get(type) ?? { inputs: ['value'], outputs: ['value'] }

/** Finds the mapping for a node, or `undefined` if it has no counterpart. */
export function findMapping(mappings: NodeMappings, type: string, settings: ForeignSettings): NodeMapping | undefined {
  if (!Object.hasOwn(mappings, type)) return undefined
  return [mappings[type]!].flat().find(({ when }) => when === undefined || when(settings))
}
