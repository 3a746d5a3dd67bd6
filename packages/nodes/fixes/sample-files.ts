import type { Files, SourceFile } from '@aw-flow/engine'

/** Default of `maxBytes`. */
const maxSampleBytes = 4_000_000
/**
 * Files that do not consist of lines, such as workbooks, are read completely up to this size, and otherwise not at all.
 */
const maxCompleteBytes = 32_000_000

export interface SampleFilesOptions {
  /** Maximum size of a file that is read completely, in bytes. Default: 4,000,000. */
  readonly maxBytes?: number
  /** Called with a dataset of which only the first lines are read. */
  readonly onTruncate?: (dataset: string) => void
  /** Called with a dataset that is too large to read and cannot be truncated. It is not opened. */
  readonly onSkip?: (dataset: string) => void
}

/** Restricts files to their first lines, so that a check on a large file is fast. Files are not stored. */
export function sampleFiles(
  files: Pick<Files, 'open'>,
  { maxBytes = maxSampleBytes, onTruncate, onSkip }: SampleFilesOptions = {},
): Files {
  return {
    async open(dataset) {
      const file = await files.open(dataset)
      if (!file || file.size <= maxBytes) return file
      const bytes = await file.read(0, maxBytes)
      const lastBreak = bytes.lastIndexOf(0x0a)
      if (lastBreak > 0 && hasRecordsPerLine(bytes)) {
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
 * Returns whether bytes are probably lines of text: no NUL, and neither JSON nor XML, which are invalid if truncated.
 */
function hasRecordsPerLine(bytes: Uint8Array): boolean {
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
