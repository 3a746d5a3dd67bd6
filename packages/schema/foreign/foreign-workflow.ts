import { findForbiddenPath } from '../document/find-forbidden-path.ts'
import type { Json } from '../document/workflow.ts'
import { parseJson } from '../wire/parse-json.ts'
import { getValue } from '../wire/result.ts'

/** The tools whose exports can be imported. */
export const tools = {
  n8n: 'n8n',
  'node-red': 'Node-RED',
  langflow: 'Langflow',
  flowise: 'Flowise',
  dify: 'Dify',
  comfyui: 'ComfyUI',
  airflow: 'Airflow',
  kestra: 'Kestra',
  knime: 'KNIME',
} as const
/** A tool whose exports can be imported. @internal */
export type ForeignTool = keyof typeof tools

/** A JSON object in the format of another tool. */
export type ForeignSettings = { [key: string]: Json }

/** A node of another tool, with its original settings. */
export interface ForeignNode {
  /** Unique in the workflow. Edges and expressions refer to it. */
  readonly id: string
  readonly name: string
  /** The tool's own name for the type, such as `n8n-nodes-base.httpRequest`. */
  readonly type: string
  readonly version?: number | undefined
  /** Absent if the export contains no positions. */
  readonly position?: { readonly x: number; readonly y: number } | undefined
  /** The author's comment. */
  readonly notes?: string | undefined
  /** `disabled`: the nodes after it are skipped. `bypassed`: it passes its input on. */
  readonly mode?: 'disabled' | 'bypassed' | undefined
  /** How a failure is handled. The output after the last one is that of errors if it is `branch`. */
  readonly onError?: 'continue' | 'branch' | undefined
  readonly retry?: { readonly count?: number; readonly delaysMs?: number[]; readonly timeoutMs?: number } | undefined
  readonly settings: ForeignSettings
  /** Names of credentials that the node refers to. The tool does not export their values. */
  readonly credentials?: readonly string[] | undefined
  /** The nodes whose values the node contains, such as the body of a loop. */
  readonly parent?: string | undefined
}

export interface ForeignEdge {
  readonly source: string
  readonly target: string
  /** The index or name of the output. Default: the first. */
  readonly output?: number | string | undefined
  /** The index or name of the input. Default: the first. */
  readonly input?: number | string | undefined
  /** Set for an edge that carries no values but makes a node part of another, such as the model of an agent. */
  readonly role?: string | undefined
}

/** A comment or a frame on the canvas. */
export interface ForeignNote {
  readonly text: string
  readonly position: { readonly x: number; readonly y: number }
  readonly size: { readonly width: number; readonly height: number }
  readonly isFrame?: boolean
}

/** The content of an export: plain lists, before anything is mapped. */
export interface ForeignWorkflow {
  readonly name?: string | undefined
  readonly description?: string | undefined
  readonly tags?: readonly string[] | undefined
  readonly variables?: ForeignSettings | undefined
  readonly nodes: readonly ForeignNode[]
  readonly edges: readonly ForeignEdge[]
  readonly notes?: readonly ForeignNote[] | undefined
}

/** Reads the JSON that a tool exports. */
export interface ForeignReader {
  /** Whether the JSON is an export of this tool. */
  recognize(json: Json): boolean
  read(json: Json): ForeignWorkflow
}

export const isObject = (value: unknown): value is ForeignSettings =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Returns the objects of a list. Anything else is an empty list. */
export const listObjects = (value: Json | undefined): ForeignSettings[] =>
  Array.isArray(value) ? value.filter(isObject) : []

export const toObject = (value: Json | undefined): ForeignSettings => (isObject(value) ? value : {})

/** Returns text, or `undefined` for any other value and for empty text. */
export const toText = (value: Json | undefined): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined

/** Returns a number or the number that a text contains. */
export function toNumber(value: Json | undefined): number | undefined {
  const number =
    typeof value === 'number' ? value : typeof value === 'string' && value.trim() !== '' ? Number(value) : NaN
  return Number.isFinite(number) ? number : undefined
}

/** Returns text, or another value as text. A list or an object has none: its `toString` can be a value of the export. */
export const toKey = (value: Json | undefined): string =>
  typeof value === 'object' && value !== null ? '' : String(value)

/** Returns a property that the record itself has, because exports contain names such as `constructor`. */
export const getOwn = <Value>(record: Readonly<Record<string, Value>>, name: string): Value | undefined =>
  Object.hasOwn(record, name) ? record[name] : undefined

/** Returns the JSON in a text of an export, or `undefined` if it is not JSON or nested too deeply. */
export function parseInnerJson(text: string): Json | undefined {
  const json = getValue(parseJson(text))
  return findForbiddenPath(json) ? undefined : json
}

/** Groups items by a key, in order. */
export function groupBy<Item, Key>(items: Iterable<Item>, getKey: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>()
  for (const item of items) {
    const key = getKey(item)
    const group = groups.get(key)
    if (group) group.push(item)
    else groups.set(key, [item])
  }
  return groups
}

/** Returns the value at a path of names joined by dots, such as `options.timeout`. */
export function getAt(value: Json | undefined, path: string): Json | undefined {
  let current = value
  for (const name of path.split('.')) {
    if (Array.isArray(current)) current = current[Number(name)]
    else if (isObject(current) && Object.hasOwn(current, name)) current = current[name]
    else return undefined
  }
  return current
}
