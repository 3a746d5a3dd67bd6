import type { Message } from '@aw-flow/messages'
import type { Evidence } from '@aw-flow/schema/internal'

/** The detected encoding of a file, and the evidence for it. */
export interface DetectedEncoding {
  /** A name that `toEncodingLabel` supports. */
  encoding: string
  /** The length of the byte order mark, in bytes; 0 if there is none. */
  bomLength: number
  evidence: Evidence
  /**
   * If encodings are mixed, the number of lines in the second encoding; otherwise, the number of sequences that are
   * invalid in this encoding.
   */
  invalidSequences: number
  /**
   * Set if the decision is based on only a few characters. Contains the first line with such a character, the number of
   * these characters, and the numbers of valid and invalid UTF-8 sequences.
   */
  uncertainty?: { line: string; characterCount: number; validCount: number; invalidCount: number }
}

/** Creates a detected encoding. `confidence` ranges from 0 to 1. */
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
