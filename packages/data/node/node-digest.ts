import { hash } from 'node:crypto'
import type { Digest } from '@aw-flow/engine'

/** Node's own SHA-256: some ten times as fast as the engine's, which is JavaScript. */
export const nodeDigest: Digest = (text) => hash('sha256', text)
