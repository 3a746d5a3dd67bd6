import { canonicalJson, type Value } from '@aw-flow/schema'
import { digestString, type Digest } from '../digest.ts'

/** Identities of values in derivation keys. Each value is hashed once, even if several nodes pass it through. */
export interface Identities {
  /** Returns the identity of JSON. */
  identify(value: unknown): string
  /** Returns the identity of values by port, in any order: a table by its id, a file by its dataset. */
  identifyValues(values: Readonly<Record<string, Value>>): string
  /** Returns the first 32 hex digits of the SHA-256 of a string. */
  digest(text: string): string
}

/** Longer JSON is replaced with its digest. */
const maxTextLength = 128

/**
 * Creates identities. The identity of JSON is its canonical form, in which long arrays and objects are replaced with
 * their digests from the inside out, as in a Merkle tree. Digests start with `#`, unlike any JSON value, so identities
 * are unique. Values in a record are immutable, so identities are cached by object: if one field of a large value
 * changes, only the changed part is hashed.
 */
export function createIdentities(digestText: Digest = digestString): Identities {
  const cache = new WeakMap<object, string>()
  const digest = (text: string): string => digestText(text).slice(0, 32)
  const identify = (value: unknown): string => {
    if (typeof value !== 'object' || value === null) return canonicalJson(value)
    const cached = cache.get(value)
    if (cached !== undefined) return cached
    const text = canonicalJson(value, identify)
    if (text.length <= maxTextLength) return text
    const identity = `#${digest(text)}`
    cache.set(value, identity)
    return identity
  }
  const identifyValue = (value: Value): string => {
    if (value.kind === 'table') return canonicalJson({ table: value.table.id })
    if (value.kind === 'file') return canonicalJson({ file: value.dataset, name: value.name })
    const isJson = value.kind === 'json' && typeof value.json !== 'string'
    return isJson ? `{"json":${identify(value.json)},"kind":"json"}` : identify(value)
  }
  return {
    identify,
    identifyValues: (values) => canonicalJson(values, (value) => identifyValue(value as Value)),
    digest,
  }
}
