import { canonicalJson, type Value } from '@aw-flow/schema'
import { digestOfText, type Digest } from '../digest.ts'

/** Identities of values in derivation keys. Each value is hashed once, even if several nodes pass it on. */
export interface Identities {
  /** The identity of JSON. */
  of(value: unknown): string
  /** The identity of values by port, in any order: a table by its id, a file by its dataset. */
  ofValues(values: Readonly<Record<string, Value>>): string
  /** The first 32 hex digits of the SHA-256 of a text. */
  digest(text: string): string
}

/** Longer texts are replaced by a digest. */
const maxTextLength = 128

/**
 * Creates identities. The identity of JSON is its canonical text, in which long arrays and objects are replaced by
 * their digests from the inside out, as in a Merkle tree. Digests start with `#`, unlike any JSON value, so identities
 * are unique. Values in a record are immutable, so identities are cached by object: if one field of a large value
 * changes, only the changed part is hashed.
 */
export function createIdentities(digestText: Digest = digestOfText): Identities {
  const known = new WeakMap<object, string>()
  const digest = (text: string): string => digestText(text).slice(0, 32)
  const of = (value: unknown): string => {
    if (typeof value !== 'object' || value === null) return canonicalJson(value)
    const before = known.get(value)
    if (before !== undefined) return before
    const text = canonicalJson(value, of)
    if (text.length <= maxTextLength) return text
    const identity = `#${digest(text)}`
    known.set(value, identity)
    return identity
  }
  const ofValue = (value: Value): string => {
    if (value.kind === 'table') return canonicalJson({ table: value.table.id })
    if (value.kind === 'file') return canonicalJson({ file: value.dataset, name: value.name })
    const isJson = value.kind === 'json' && typeof value.json !== 'string'
    return isJson ? `{"json":${of(value.json)},"kind":"json"}` : of(value)
  }
  return { of, ofValues: (values) => canonicalJson(values, (value) => ofValue(value as Value)), digest }
}
