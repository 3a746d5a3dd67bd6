import { hash } from 'node:crypto'
import type { Digest } from '@aw-flow/engine'

/** Computes SHA-256 with Node.js, about ten times as fast as the engine's JavaScript implementation. @internal */
export const nodeDigest: Digest = (text) => hash('sha256', text)
