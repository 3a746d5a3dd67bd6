import { canonicalJson, type Value } from '@aw-flow/schema'
import { digestOfText, type Digest } from '../digest.ts'

/** What values of a run are known by in derivations. None is gone through twice, however many nodes hand it on. */
export interface Identities {
  /** Of JSON. */
  of(value: unknown): string
  /** Of values by port, whatever their order: of a table its id, of a file its dataset. */
  ofValues(values: Readonly<Record<string, Value>>): string
  /** The first half of a text's SHA-256, in hex: 32 digits. */
  digest(text: string): string
}

/** Longer texts cost more to repeat than a digest. */
const longest = 128

/**
 * JSON is known by its canonical text, in which each list or object whose text is long is replaced by a digest of that
 * text, from the inside out (a Merkle tree). `#` cannot stand there in JSON, so no two values share an identity. What is
 * part of a record never changes, so the same object has the same identity wherever it turns up again: a node that hands
 * on a large value with one field changed costs one field.
 */
export function createIdentities(digestText: Digest = digestOfText): Identities {
  const known = new WeakMap<object, string>()
  const digest = (text: string): string => digestText(text).slice(0, 32)
  const of = (value: unknown): string => {
    if (typeof value !== 'object' || value === null) return canonicalJson(value)
    const before = known.get(value)
    if (before !== undefined) return before
    const text = canonicalJson(value, of)
    if (text.length <= longest) return text
    const short = `#${digest(text)}`
    known.set(value, short)
    return short
  }
  const ofValue = (value: Value): string => {
    if (value.kind === 'table') return canonicalJson({ table: value.table.id })
    if (value.kind === 'file') return canonicalJson({ file: value.dataset, name: value.name })
    const isJson = value.kind === 'json' && typeof value.json !== 'string'
    return isJson ? `{"json":${of(value.json)},"kind":"json"}` : of(value)
  }
  return { of, ofValues: (values) => canonicalJson(values, (value) => ofValue(value as Value)), digest }
}
