import type { Message } from '@aw-flow/messages'
import type { Evidence } from '@aw-flow/schema'

/**
 * The encoding of a file (a name known to `toEncodingLabel`), the length of its byte order mark in bytes, and the
 * evidence.
 */
export interface DetectedEncoding {
  encoding: string
  bomLength: number
  evidence: Evidence
  /** Number of sequences that are invalid in this encoding. */
  invalidSequences: number
  /**
   * Set if the decision is based on few characters: the first line with such a character, and the numbers of valid and
   * invalid UTF-8 sequences.
   */
  uncertainty?: { line: string; characters: number; good: number; bad: number }
}

/** Creates a detected encoding; `confidence` is from 0 to 1. */
export const createDetectedEncoding = (
  encoding: string,
  bomLength: number,
  confidence: number,
  reason: Message,
): DetectedEncoding => ({
  encoding,
  bomLength,
  invalidSequences: 0,
  evidence: {
    decision: 'encoding',
    value: encoding,
    confidence: Math.round(confidence * 1000) / 1000,
    reason,
    runnersUp: [],
  },
})
