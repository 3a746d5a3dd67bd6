import { defined } from '../../wire/defined.ts'
import { edgeSchema, nodeSchema, workflowSchema } from '../workflow.ts'

/** A parsed JSON object in the format of another system. */
export type Source = Record<string, unknown>

export const isRecord = (value: unknown): value is Source =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Reads an id, which some systems store as a number. Other values become an empty string, which validation rejects. */
export const readIdText = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : ''

/** Converts a number, or a string that contains one. Returns `NaN` for other values. */
export const readNumber = (value: unknown): number =>
  typeof value === 'string' || typeof value === 'number' ? Number(value) : NaN

/** Distances between consecutive nodes (`x`) and parallel nodes (`y`), for documents without positions. */
export const nodeSpacing = { x: 280, y: 160 } as const

/** The fields of an object that have not been read yet. */
export interface Fields {
  /** Reads the first of these fields that is present. `null` counts as absent. */
  take(...names: readonly string[]): unknown
  /** Reads all of these fields that are present. */
  takeAll(names: readonly string[]): Source
}

/**
 * Reads an object and lists the fields that are present but were not read, so that nothing is lost without notice.
 *
 * @param place Where the object is in the document, such as `steps[]`. Empty for the document itself.
 * @param ignored The set that receives the places of unread fields.
 */
export function readFields<Result>(
  source: Source,
  place: string,
  ignored: Set<string>,
  read: (fields: Fields) => Result,
): Result {
  const unread = new Map(Object.entries(source).filter(([, value]) => value !== undefined && value !== null))
  const take: Fields['take'] = (...names) => {
    const name = names.find((candidate) => unread.has(candidate))
    if (name === undefined) return undefined
    const value = unread.get(name)
    unread.delete(name)
    return value
  }
  const takeAll: Fields['takeAll'] = (names) =>
    Object.fromEntries(names.map((name) => [name, take(name)]).filter(([, value]) => value !== undefined))
  const result = read({ take, takeAll })
  for (const [name, value] of unread) if (!isEmpty(value)) ignored.add(place === '' ? name : `${place}.${name}`)
  return result
}

/** Whether a value is an empty list or object, which loses nothing if it is not read. */
const isEmpty = (value: unknown): boolean => typeof value === 'object' && Object.keys(value ?? {}).length === 0

const listOptionalFields = (schema: { shape: object }, otherNames: readonly string[]): readonly string[] =>
  Object.keys(schema.shape).filter((name) => !otherNames.includes(name))

/** Fields that all formats have in common with the current one. */
const metadataFields = listOptionalFields(workflowSchema, ['version', 'settings', 'nodes', 'edges'])
/** Fields of the current format that nodes and connections of other systems can have, too. */
export const nodeFields = listOptionalFields(nodeSchema, ['id', 'type', 'position', 'data'])
export const edgeFields = listOptionalFields(edgeSchema, ['id', 'source', 'target', 'sourceHandle', 'targetHandle'])
const settingsFields = Object.keys(workflowSchema.shape.settings.unwrap().shape)

/** Reads the metadata that all formats have in common, and the settings. */
export function readMetadata({ take, takeAll }: Fields): Source {
  const settings = mergeSettings(convertSettings(take('settings')), convertSettings(take('global_config')))
  return { ...takeAll(metadataFields), ...defined({ settings }) }
}

/**
 * Converts another system's settings: `max_retries` becomes the retry count, and all others become variables. Settings
 * in the current format are returned unchanged, and so are values that are not objects, which validation rejects.
 */
function convertSettings(source: unknown): unknown {
  if (!isRecord(source) || Object.keys(source).every((name) => settingsFields.includes(name))) return source
  const { max_retries: count, ...others } = source
  return {
    ...(count === undefined || count === null ? {} : { retry: { count } }),
    ...(Object.keys(others).length > 0 ? { variables: others } : {}),
  }
}

/** Merges two objects. In nested objects, fields of the second one replace those of the first one. */
function mergeSettings(first: unknown, second: unknown): unknown {
  if (!isRecord(first) || !isRecord(second)) return second ?? first
  const merged: Source = { ...first }
  for (const [name, value] of Object.entries(second)) merged[name] = mergeSettings(first[name], value)
  return merged
}
