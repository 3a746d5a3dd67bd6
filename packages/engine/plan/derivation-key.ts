import { canonicalJson, type Value } from '@aw-flow/schema'
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'

/** What of a value its identity is: a table's id, a file's dataset, everything else as it is. */
const identity = (value: Value): unknown => {
  switch (value.kind) {
    case 'table':
      return { table: value.table.id }
    case 'file':
      return { file: value.dataset, name: value.name }
    default:
      return value
  }
}

/**
 * The derivation of a node's outputs: a hash over its type and version, its settings and its inputs' identities, down
 * to datasets. Equal keys mean equal outputs. 32 hex digits.
 */
export function derivationKey(type: string, version: number, settings: unknown, inputs: Record<string, Value>): string {
  const from = Object.fromEntries(Object.entries(inputs).map(([port, value]) => [port, identity(value)]))
  const text = canonicalJson({ type, version, settings, inputs: from })
  return bytesToHex(sha256(utf8ToBytes(text))).slice(0, 32)
}

/** A 32-bit seed for one node of a run. */
export function nodeSeed(seed: number, node: string): number {
  const digest = sha256(utf8ToBytes(`${seed}:${node}`))
  return new DataView(digest.buffer, digest.byteOffset).getUint32(0)
}
