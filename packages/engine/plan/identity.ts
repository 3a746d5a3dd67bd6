import type { Value } from '@aw-flow/schema'
import { toCanonicalJson } from '@aw-flow/schema/internal'
import { digestString, type Digest } from '../digest.ts'

/**
 * Computes and caches the identities of values for derivation keys. Each value is hashed only once, even if several
 * nodes pass it on.
 */
export type IdentityCache = ReturnType<typeof createIdentityCache>

/** JSON text longer than this is replaced with its digest. */
const maxInlineLength = 128

/**
 * Creates an identity cache. The identity of a JSON value is its canonical form, with long arrays and objects replaced
 * by their digests from the inside out, as in a Merkle tree. Digests start with `#`, which no JSON value does, so
 * identities are unambiguous. Identities are cached per object, because values in a record are immutable: if one field
 * of a large value changes, only the changed part is hashed.
 */
export function createIdentityCache(digestText: Digest = digestString) {
  const cache = new WeakMap<object, string>()
  const digest = (text: string): string => digestText(text).slice(0, 32)
  const identify = (value: unknown): string => {
    if (typeof value !== 'object' || value === null) return toCanonicalJson(value)
    const cached = cache.get(value)
    if (cached !== undefined) return cached
    const text = toCanonicalJson(value, identify)
    if (text.length <= maxInlineLength) return text
    const identity = `#${digest(text)}`
    cache.set(value, identity)
    return identity
  }
  const identifyValue = (value: Value): string => {
    if (value.kind === 'table') return toCanonicalJson({ table: value.table.id })
    if (value.kind === 'file') return toCanonicalJson({ file: value.dataset, name: value.name })
    const isJson = value.kind === 'json' && typeof value.json !== 'string'
    return isJson ? `{"json":${identify(value.json)},"kind":"json"}` : identify(value)
  }
  return {
    /** Returns the identity of a JSON value. */
    identify,
    /**
     * Returns the identity of values keyed by port, regardless of their order. A table is identified by its id, a file by
     * its dataset and name.
     */
    identifyValues: (values: Readonly<Record<string, Value>>): string =>
      toCanonicalJson(values, (value) => identifyValue(value as Value)),
    /** Returns the first 32 hex digits of a string's SHA-256 hash. */
    digest,
  }
}
