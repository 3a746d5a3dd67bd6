import { createHash } from 'node:crypto'
import type { Digest } from '@aw-flow/engine'

/** Node's own SHA-256: some eight times as fast as the engine's, which is JavaScript. */
export const nodeDigest: Digest = (text) => createHash('sha256').update(text).digest('hex')
