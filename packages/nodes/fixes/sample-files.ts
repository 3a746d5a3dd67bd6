import type { Files, SourceFile } from '@aw-flow/engine'

/** Default for `maxBytes`. */
const defaultMaxBytes = 4_000_000
/**
 * Maximum size, in bytes, of files that do not consist of lines, such as workbooks. These files are read completely;
 * larger ones are skipped.
 */
const maxCompleteBytes = 32_000_000

export interface SampleFilesOptions {
  /** Maximum size, in bytes, of files that are always read completely. Default: 4,000,000. */
  readonly maxBytes?: number
  /** Called with the ID of a dataset if only its first lines are read. */
  readonly onTruncate?: (dataset: string) => void
  /** Called with the ID of a dataset that is not opened, because it is too large to read and cannot be truncated. */
  readonly onSkip?: (dataset: string) => void
}

/** Limits files to their first lines, so that a check on a large file is fast. The returned `Files` are read-only. */
export function sampleFiles(
  files: Pick<Files, 'open'>,
  { maxBytes = defaultMaxBytes, onTruncate, onSkip }: SampleFilesOptions = {},
): Files {
  return {
    async open(dataset) {
      const file = await files.open(dataset)
      if (!file || file.size <= maxBytes) return file
      const bytes = await file.read(0, maxBytes)
      const lastBreak = bytes.lastIndexOf(0x0a)
      if (lastBreak > 0 && isLineBasedText(bytes)) {
        onTruncate?.(dataset)
        return truncateFile(file, bytes.subarray(0, lastBreak + 1))
      }
      if (file.size <= maxCompleteBytes) return file
      onSkip?.(dataset)
      return undefined
    },
  }
}

/**
 * Returns whether bytes are probably lines of text. They must not contain a NUL or be JSON or XML, which are invalid if
 * truncated.
 */
function isLineBasedText(bytes: Uint8Array): boolean {
  const start = bytes.subarray(0, 8_192)
  const firstByte = start.find((byte) => byte > 0x20)
  return !start.includes(0) && firstByte !== undefined && !'[{<'.includes(String.fromCharCode(firstByte))
}

const truncateFile = ({ dataset, name }: SourceFile, bytes: Uint8Array): SourceFile => ({
  dataset,
  name,
  size: bytes.length,
  read: (start, end) => Promise.resolve(bytes.subarray(start, end)),
})
