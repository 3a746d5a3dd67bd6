import { canonicalJson, type Value } from '@aw-flow/schema'
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import type { NodeDefinition } from '../define-node.ts'
import type { Turn } from '../scheduler/effects.ts'

/**
 * What a value is known by in derivations: a table's id, a file's dataset, of everything else its canonical JSON, or
 * a digest where that is long. `known` remembers those of a run's values, which many nodes may take.
 */
function identity(value: Value, known: WeakMap<Value, string>): unknown {
  if (value.kind === 'table') return { table: value.table.id }
  if (value.kind === 'file') return { file: value.dataset, name: value.name }
  const before = known.get(value)
  if (before !== undefined) return before
  const text = canonicalJson(value)
  const short = text.length <= 128 ? text : hash(text)
  known.set(value, short)
  return short
}

const hash = (text: string): string => bytesToHex(sha256(utf8ToBytes(text)).subarray(0, 16))

/**
 * The derivation of a node's outputs: a hash over its type and version, its settings and its inputs' identities, down
 * to datasets; or over what the type says that they depend on; and over what its expressions read (`reads`). Equal keys
 * mean equal outputs. 32 hex digits.
 */
export function derivationKey(
  { type, version, derivation }: Pick<NodeDefinition, 'type' | 'version' | 'derivation'>,
  settings: unknown,
  inputs: Record<string, Value>,
  known = new WeakMap<Value, string>(),
  reads?: unknown,
): string {
  const from = derivation ? derivation({ settings, inputs }) : { settings, inputs: identities(inputs, known) }
  return hash(canonicalJson({ type, version, from, ...(reads === undefined ? {} : { reads }) }))
}

/** The derivation of what a loop gives in one turn, or makes of all that came back; and of what comes after waiting. */
export function turnKey(key: string, turn: Turn, known = new WeakMap<Value, string>()): string {
  if (turn.kind === 'next') {
    const before = turn.before && identities(turn.before, known)
    return hash(canonicalJson({ key, iteration: turn.iteration, ...(before ? { before } : {}) }))
  }
  if (turn.kind === 'resumed') return hash(canonicalJson({ key, by: turn.by }))
  return hash(canonicalJson({ key, results: turn.results.map((values) => values && identities(values, known)) }))
}

function identities(inputs: Record<string, Value>, known: WeakMap<Value, string>): Record<string, unknown> {
  const from: Record<string, unknown> = {}
  for (const port of Object.keys(inputs)) from[port] = identity(inputs[port]!, known)
  return from
}

/** A 32-bit seed for one node of a run. */
export function nodeSeed(seed: number, node: string): number {
  const digest = sha256(utf8ToBytes(`${seed}:${node}`))
  return new DataView(digest.buffer, digest.byteOffset).getUint32(0)
}
