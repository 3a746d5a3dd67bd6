import { canonicalJson, type Value } from '@aw-flow/schema'
import { digestOfText } from '../digest.ts'

/** What lists and objects of a run are known by, so that none is gone through twice, however many nodes hand it on. */
export type KnownIdentities = WeakMap<object, string>

/** The first half of a text's SHA-256, in hex: 32 digits. */
export const shortDigest = (text: string): string => digestOfText(text).slice(0, 32)

/** Longer texts cost more to repeat than a digest. */
const longest = 128

/**
 * What a JSON value is known by: its canonical JSON, in which each list or object whose text is long is replaced by a
 * digest of that text, from the inside out (a Merkle tree). `#` cannot stand there in JSON, so no two values share one.
 * What is part of a record never changes, so the same object has the same identity wherever it turns up again: a node
 * that hands on a large value with one field changed costs one field.
 */
export function identityOf(value: unknown, known: KnownIdentities): string {
  if (typeof value !== 'object' || value === null) return canonicalJson(value)
  const before = known.get(value)
  if (before !== undefined) return before
  const text = canonicalJson(value, (part) => identityOf(part, known))
  if (text.length <= longest) return text
  const digest = `#${shortDigest(text)}`
  known.set(value, digest)
  return digest
}

/** What a value on an edge is known by: a table by its id, a file by its dataset. */
export function valueIdentity(value: Value, known: KnownIdentities): string {
  if (value.kind === 'table') return canonicalJson({ table: value.table.id })
  if (value.kind === 'file') return canonicalJson({ file: value.dataset, name: value.name })
  return identityOf(value, known)
}

/** What values by port are known by, whatever their order. */
export const valuesIdentity = (values: Readonly<Record<string, Value>>, known: KnownIdentities): string =>
  canonicalJson(values, (value) => valueIdentity(value as Value, known))
