import type { Message } from '@aw-flow/messages'
import type { Evidence } from '@aw-flow/schema'

/** The encoding of a file (a name that `encodingLabel` knows), the length of its byte-order mark, and why. */
export interface DetectedEncoding {
  encoding: string
  bomLength: number
  evidence: Evidence
  /** Bytes that are not of this encoding, where it was taken although a few are not. */
  badSequences: number
  /** Where few characters told it: the first line that has one, and how many sequences of the text are UTF-8, and are not. */
  doubt?: { line: string; characters: number; good: number; bad: number }
}

/** An encoding with its grounds; `confidence` from 0 to 1. */
export const foundEncoding = (
  encoding: string,
  bomLength: number,
  confidence: number,
  reason: Message,
): DetectedEncoding => ({
  encoding,
  bomLength,
  badSequences: 0,
  evidence: {
    decision: 'encoding',
    value: encoding,
    confidence: Math.round(confidence * 1000) / 1000,
    reason,
    runnersUp: [],
  },
})
