import { canonicalJson, type Value } from '@aw-flow/schema'
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import type { NodeDefinition } from '../define-node.ts'

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
 * to datasets; or over what the type says that they depend on. Equal keys mean equal outputs. 32 hex digits.
 */
export function derivationKey(
  { type, version, derivation }: Pick<NodeDefinition, 'type' | 'version' | 'derivation'>,
  settings: unknown,
  inputs: Record<string, Value>,
): string {
  const from = derivation
    ? derivation({ settings, inputs })
    : { settings, inputs: Object.fromEntries(Object.entries(inputs).map(([port, value]) => [port, identity(value)])) }
  return bytesToHex(sha256(utf8ToBytes(canonicalJson({ type, version, from })))).slice(0, 32)
}

/** A 32-bit seed for one node of a run. */
export function nodeSeed(seed: number, node: string): number {
  const digest = sha256(utf8ToBytes(`${seed}:${node}`))
  return new DataView(digest.buffer, digest.byteOffset).getUint32(0)
}
