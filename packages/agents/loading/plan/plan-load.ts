import { message, type Message } from '@aw-flow/messages'
import { createDecoder, TablesError, type SourceFile } from '@aw-flow/engine'
import { error, info, warning, type LoadPlan, type Problem } from '@aw-flow/schema'
import { detectBinary, type BinaryContent } from '../encoding/detect-binary.ts'
import {
  decodeText,
  detectEncoding,
  detectUnicode,
  toEncodingLabel,
  isUtf8,
  type DetectedEncoding,
} from '../encoding/detect-encoding.ts'
import { createDetectedEncoding } from '../encoding/detected-encoding.ts'
import { detectFormat, parseJsonLines, parseJsonRecords, type TextFormat } from '../format/detect-format.ts'
import type { FilePlan, LoadOverrides } from './file-plan.ts'
import { planContents } from './plan-contents.ts'
import type { TextSample } from '../structure/locate-table.ts'
import type { JsonSyntaxError, JsonNode } from '../format/parse-json-prefix.ts'
import { planJson } from './plan-json.ts'
import { planTableLines } from './plan-table-lines.ts'
import { readSamples, type FileSample } from './read-samples.ts'
import { shorten } from './shorten.ts'
import type { PlannedFile, PlanOptions, UnreadableFile } from './planned-file.ts'

/**
 * Maximum size in bytes of a JSON document that is read completely. A larger document is planned based on its start.
 */
const maxCompleteJsonBytes = 64 * 1024 * 1024

/**
 * Maximum number of values in a JSON document that is parsed completely. An object counts as two. Each value takes
 * about 100 bytes of memory.
 */
const maxCompleteJsonValues = 10_000_000
/** The same for a file below 1 MB, which cannot contain more unless it is compressed. */
const maxSmallJsonValues = 1_000_000

/**
 * Maximum size in bytes of a text file that is read completely if blank lines occur among its records. Such lines may
 * separate tables.
 */
const maxCompleteTextBytes = 4 * 1024 * 1024
/** Maximum number of lines of such a file. Each takes up to 1.5 kB of memory while tables are searched. */
const maxCompleteLines = 100_000
/** Maximum number of empty cells of such a file, of which a byte each is enough. */
const maxCompleteBlankCells = 400_000
/** Blank lines among this many lines at the start of a file are assumed to precede the table. */
const maxLinesAbove = 80
const blankLinePattern = /\n[ \t,;|]*\r?\n[^\r\n]/

/**
 * Plans how to load a file as a table, based on samples of the file.
 *
 * @returns The plan, or the reasons why no reader can read the file.
 * @throws A `TablesError` or `NodeError` if the file is damaged, or if the overrides do not apply to it.
 * @internal
 */
export async function planLoad(file: SourceFile, options: PlanOptions = {}): Promise<PlannedFile> {
  const { formats, ...rest } = options
  const plannedContents = formats ? await planContents(file, formats, rest, planText) : undefined
  return plannedContents ?? planText(file, rest)
}

/** Plans how to load a text file. */
async function planText(file: SourceFile, options: PlanOptions): Promise<PlannedFile> {
  const { overrides = {}, exact = false, verify = exact, syntax = 'any', isTruncated = false, header, signal } = options
  let sample = await readSamples(file, signal)
  if (isTruncated) sample = { ...sample, isComplete: false }
  if (sample.head.length === 0) return { filePlan: createEmptyPlan(file, syntax === 'any' ? 'bytes' : 'cells') }
  const specifiedEncoding = overrides.encoding === undefined ? undefined : toEncodingLabel(overrides.encoding)
  const unicodeEncoding = detectUnicode(sample.head)
  if (specifiedEncoding === undefined && !unicodeEncoding && syntax === 'any') {
    const binaryContent = detectBinary(sample.head)
    if (binaryContent) return { unreadable: describeBinary(sample.head, binaryContent) }
  }
  const encoding =
    specifiedEncoding === undefined
      ? await findEncoding(file, sample, verify, signal)
      : createDetectedEncoding(specifiedEncoding, 0, 1, message('loading.specified', {}))
  const isSampled = specifiedEncoding === undefined && !verify && !sample.isComplete && isGuessedUtf8(encoding)
  const { recordsPath } = overrides
  const maxValues = (file.packedSize ?? file.size) < 2 ** 20 ? maxSmallJsonValues : maxCompleteJsonValues
  let head = decodeText(sample.head, encoding.encoding)
  let format: TextFormat = syntax === 'cells' ? { format: 'csv' } : detectFormat(head, sample.isComplete)
  const isJson = format.format === 'json' || format.format === 'jsonl'
  const canCheckKeysLater = isSampled && recordsPath === undefined && isListOfRecords(format)
  if (exact && !sample.isComplete && isJson && !canCheckKeysLater && file.size <= maxCompleteJsonBytes) {
    const completeSample = await readCompletely(file)
    if (countJsonValues(completeSample.head) <= maxValues) {
      sample = completeSample
      head = decodeText(sample.head, encoding.encoding)
      format = detectFormat(head, true)
    }
  }
  if (exact && format.format === 'csv' && !sample.isComplete && !isTruncated && file.size <= maxCompleteTextBytes) {
    const samples = [
      head.split('\n').slice(maxLinesAbove).join('\n'),
      ...sample.blocks.map((block) => decodeText(block, encoding.encoding)),
    ]
    if (samples.some((text) => blankLinePattern.test(text))) {
      const completeSample = await readCompletely(file)
      if (canSearchCompletely(completeSample.head)) {
        sample = completeSample
        head = decodeText(sample.head, encoding.encoding)
      }
    }
  }
  if (format.format === 'empty' && exact && !sample.isComplete && !(await isBlank(file, signal)))
    throw createBlankStartError(file, sample.head.length)
  const decodedBlocks = sample.blocks.map((block) => decodeText(block, encoding.encoding))
  const blocks =
    format.format === 'json'
      ? decodedBlocks
      : decodedBlocks.map((text, index) => trimPartialLines(text, index === decodedBlocks.length - 1))
  const needsLineCount =
    overrides.lastLine !== undefined && format.format === 'csv' && !sample.isComplete && !isTruncated
  const lineCount = needsLineCount ? await countLines(file, encoding.encoding, signal) : undefined
  const plannedFile = planFormat(
    { head, blocks, isComplete: sample.isComplete, file: file.name, header },
    format,
    encoding,
    overrides,
    file,
    lineCount,
  )
  const isJsonFormat = format.format === 'json' || format.format === 'jsonl'
  if (exact && isJsonFormat && !sample.isComplete && plannedFile.filePlan) {
    const { plan } = plannedFile.filePlan
    if (canHaveMoreColumns(plan, recordsPath !== undefined)) throw createColumnsTooLargeError(file, maxValues)
    if (plan.columns.length === 0) throw createLongRecordError(file)
  }
  if (plannedFile.filePlan && isSampled) plannedFile.filePlan.isSampled = true
  if (plannedFile.filePlan && encoding.uncertainty)
    plannedFile.filePlan.warnings.unshift(createUncertainEncodingWarning(encoding.encoding, encoding.uncertainty))
  if (plannedFile.filePlan && encoding.invalidSequences > 0)
    plannedFile.filePlan.warnings.unshift(createMixedEncodingWarning(encoding))
  if (plannedFile.filePlan && overrides.encoding !== undefined && specifiedEncoding === undefined)
    plannedFile.filePlan.warnings.unshift(createUnknownEncodingWarning(overrides.encoding, encoding.encoding))
  return plannedFile
}

const readCompletely = async (file: SourceFile): Promise<FileSample> => ({
  head: await file.read(0, file.size),
  blocks: [],
  isComplete: true,
})

/** Estimates the number of values in JSON text. The estimate is an upper bound in which an object counts as two. */
function countJsonValues(bytes: Uint8Array): number {
  const [comma, openBrace, openBracket] = [0x2c, 0x7b, 0x5b]
  let count = 0
  for (const byte of bytes) {
    if (byte === comma || byte === openBracket) count++
    else if (byte === openBrace) count += 2
  }
  return count
}

/**
 * Returns whether the unread rest of a JSON document may contain more columns. This is the case if the document is
 * stored column by column, or starts with a long list of values that may be its first column.
 */
const canHaveMoreColumns = ({ recordsPath = [], recordsShape }: LoadPlan, isSpecified: boolean): boolean =>
  recordsShape === 'columns' || (recordsShape === 'values' && recordsPath.length > 0 && !isSpecified)

function planFormat(
  sample: TextSample,
  format: TextFormat,
  encoding: DetectedEncoding,
  overrides: LoadOverrides,
  file: SourceFile,
  lineCount: number | undefined,
): PlannedFile {
  switch (format.format) {
    case 'empty':
      return { filePlan: createEmptyPlan(file, 'blanks', encoding.encoding) }
    case 'csv':
      return { filePlan: planTableLines(sample, encoding, overrides, lineCount) }
    case 'json':
      return {
        filePlan: addEmptyFileWarning(
          file,
          planJson(
            {
              ...format,
              root: addRecordsFromBlocks(format.root, sample),
              isComplete: sample.isComplete,
              file: file.name,
            },
            encoding,
            overrides,
          ),
        ),
      }
    case 'jsonl': {
      const root = [sample.head, ...sample.blocks].flatMap(parseJsonLines)
      return {
        filePlan: planJson({ ...format, root, isComplete: sample.isComplete, file: file.name }, encoding, overrides),
      }
    }
    case 'named':
      return { unreadable: describeTextFormat(format.kind, sample.head) }
    case 'markup':
      return { unreadable: describeMarkup(format.kind) }
    case 'broken-json':
      return { unreadable: describeBrokenJson(format, sample.head) }
    case 'script':
      return { unreadable: describeScript(format) }
  }
}

/** Returns whether the document is a single list of records, so that the reader can detect unknown keys later. */
const isListOfRecords = (format: TextFormat): boolean =>
  format.format === 'jsonl' ||
  (format.format === 'json' &&
    Array.isArray(format.root) &&
    format.root.length > 0 &&
    format.root.every((record) => record instanceof Map && record.size > 0))

/** Adds records from the sampled middle and end of a document to the list from its start. */
function addRecordsFromBlocks(root: JsonNode, { blocks, isComplete }: TextSample): JsonNode {
  if (isComplete || !Array.isArray(root)) return root
  const keys = new Set(root.flatMap((record) => (record instanceof Map ? [...record.keys()] : [])))
  return [...root, ...blocks.flatMap((block) => parseJsonRecords(block, keys))]
}

function createEmptyPlan(file: SourceFile, content: string, encoding = 'utf-8'): FilePlan {
  const plan: LoadPlan = { format: 'empty', encoding, skippedLines: 0, headerLines: 0, columns: [], evidence: [] }
  return { plan, alternatives: [], warnings: [createEmptyFileWarning(file, content)] }
}

/** Adds a warning if a JSON document contains no records. */
const addEmptyFileWarning = (file: SourceFile, filePlan: FilePlan): FilePlan =>
  filePlan.plan.columns.length > 0
    ? filePlan
    : { ...filePlan, warnings: [...filePlan.warnings, createEmptyFileWarning(file, 'records')] }

/**
 * Creates a warning that a file is empty.
 *
 * @param content What the file lacks (`bytes`, `cells` or `records`), or `blanks` if it contains only whitespace.
 */
const createEmptyFileWarning = ({ name: file }: SourceFile, content: string): Problem =>
  warning('load.empty-file', { file, content }, { where: { file } })

async function findEncoding(
  file: SourceFile,
  sample: FileSample,
  verify: boolean,
  signal: AbortSignal | undefined,
): Promise<DetectedEncoding> {
  const samples = [sample.head, ...sample.blocks]
  const detectedEncoding = detectEncoding(samples)
  if (!verify || sample.isComplete || !isGuessedUtf8(detectedEncoding)) return detectedEncoding
  const invalidBlock = await findInvalidUtf8Chunk(file, signal)
  return invalidBlock ? detectEncoding([invalidBlock, ...samples]) : detectedEncoding
}

const isGuessedUtf8 = ({ encoding, invalidSequences }: DetectedEncoding): boolean =>
  encoding === 'utf-8' && invalidSequences === 0

/** Returns whether text in any encoding has few enough lines and empty cells to be searched completely. */
function canSearchCompletely(bytes: Uint8Array): boolean {
  let [lineCount, blankCellCount, wasSeparator] = [0, 0, true]
  for (const byte of bytes) {
    if (byte === 0) continue
    const isLineEnd = byte === 0x0a || byte === 0x0d
    const isSeparator = isLineEnd || delimiterBytes.has(byte)
    if (isLineEnd) lineCount++
    else if (isSeparator && wasSeparator) blankCellCount++
    wasSeparator = isSeparator
  }
  return lineCount <= maxCompleteLines && blankCellCount <= maxCompleteBlankCells
}

const delimiterBytes = new Set([...',;\t|'].map((character) => character.charCodeAt(0)))

/**
 * Returns whether a file contains only whitespace, apart from a byte order mark and the NUL bytes of UTF-16 and UTF-32.
 */
async function isBlank(file: SourceFile, signal: AbortSignal | undefined): Promise<boolean> {
  const chunkBytes = 1 << 20
  for (let start = 0; start < file.size; start += chunkBytes) {
    signal?.throwIfAborted()
    const chunk = await file.read(start, start + chunkBytes)
    const contentOffset = start === 0 ? 4 : 0
    if (chunk.subarray(contentOffset).some((byte) => byte !== 0 && byte !== 0x20 && (byte < 0x09 || byte > 0x0d)))
      return false
  }
  return true
}

const createBlankStartError = ({ name: file }: SourceFile, byteCount: number): TablesError =>
  new TablesError(error('load.blank-start', { bytes: byteCount, file }, { where: { file, line: 1 } }))

/** Creates the error for a first record that exceeds the sample, so that its columns are unknown. */
const createLongRecordError = ({ name: file }: SourceFile): TablesError =>
  new TablesError(error('load.no-record', { file }, { where: { file } }))

const createColumnsTooLargeError = ({ name: file, size }: SourceFile, values: number): TablesError =>
  new TablesError(
    error('load.too-large.json-columns', { file, size, max: maxCompleteJsonBytes, values }, { where: { file } }),
  )

/** Returns the first chunk of a file that is not valid UTF-8, without the partial line at its start. */
async function findInvalidUtf8Chunk(
  file: SourceFile,
  signal: AbortSignal | undefined,
): Promise<Uint8Array | undefined> {
  const chunkBytes = 1 << 20
  for (let start = 0; start < file.size; start += chunkBytes) {
    signal?.throwIfAborted()
    const chunk = await file.read(start, start + chunkBytes)
    if (!isUtf8(chunk)) return chunk.subarray(chunk.indexOf(10) + 1)
  }
  return undefined
}

/** Counts the physical lines of a text file by reading the entire file. */
async function countLines(file: SourceFile, encoding: string, signal: AbortSignal | undefined): Promise<number> {
  const decoder = createDecoder(encoding)
  const chunkBytes = 1 << 20
  let lineCount = 0
  let lastCharacter = '\n'
  for (let start = 0; start < file.size; start += chunkBytes) {
    signal?.throwIfAborted()
    const text = decoder.decode(await file.read(start, start + chunkBytes), { stream: start + chunkBytes < file.size })
    const remainingText = lastCharacter === '\r' && text.startsWith('\n') ? text.slice(1) : text
    lineCount += remainingText.match(/\r\n|\n|\r/g)?.length ?? 0
    lastCharacter = text.at(-1) ?? lastCharacter
  }
  return lastCharacter === '\n' || lastCharacter === '\r' ? lineCount : lineCount + 1
}

/** Removes the incomplete lines at both ends of a block. The last line is kept if the block is the end of the file. */
const trimPartialLines = (text: string, isLastBlock: boolean): string => {
  const lastEnd = text.lastIndexOf('\n') + 1
  return lastEnd === 0 ? '' : text.slice(text.indexOf('\n') + 1, isLastBlock ? undefined : lastEnd)
}

function describeBinary(head: Uint8Array, binary: BinaryContent): UnreadableFile {
  const text = decodeText(head.subarray(0, 65_536), 'windows-1252')
  const lineCount = text.split(/\r\n|\n|\r/).length
  const controlCount = text.match(/[\p{Cc}]/gu)?.filter((character) => !/\s/.test(character)).length ?? 0
  return {
    ...binary,
    readers: [
      {
        action: describeReader('csv'),
        // If the sample contains no control characters, as in some PDF files, the reason is the format.
        reason:
          controlCount === 0
            ? message('loading.not-text', { kind: binary.kind })
            : message('loading.control-characters', { odd: controlCount, characters: text.length, lines: lineCount }),
      },
      { action: describeReader('json'), reason: describeJsonFailure(text) },
    ],
  }
}

const describeReader = (format: 'csv' | 'json' | 'jsonl'): Message => message('loading.reader', { format })

function describeJsonFailure(text: string): Message {
  const format = detectFormat(text, true)
  if (format.format === 'broken-json') return message('loading.invalid-json', { fault: describeSyntaxError(format) })
  return message('loading.not-json', { start: escapeControlCharacter(text.trimStart().slice(0, 1)) })
}

/** Replaces a control character, which is invisible, with its code point, for example `U+0000`. */
function escapeControlCharacter(character: string): string {
  const codePoint = character.codePointAt(0) ?? 0x20
  return codePoint < 0x20 || codePoint === 0x7f
    ? `U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}`
    : character
}

const describeSyntaxError = ({ reason, line, column }: JsonSyntaxError): Message =>
  message('file.json-error', { line, column, fault: reason })

const describeMarkup = (kind: string): UnreadableFile => ({
  kind: message('file.kind', { kind }),
  evidence: message('file.starts-with-tag', {}),
  nextStep: message('file.next', { next: 'table' }),
  readers: [
    { action: describeReader('json'), reason: message('loading.not-json', { start: '<' }) },
    { action: describeReader('csv'), reason: message('loading.tags-not-records', { kind }) },
  ],
})

const describeTextFormat = (name: string, text: string): UnreadableFile => {
  const kind = message('file.kind', { kind: name })
  const start = text.trimStart().split(/[\r\n]/, 1)[0] ?? ''
  return {
    kind,
    evidence: message('file.starts-with', { start: shorten(start) }),
    nextStep: message('file.next', { next: 'export' }),
    readers: [{ action: describeReader('csv'), reason: message('loading.not-a-table', { kind }) }],
  }
}

function describeBrokenJson(syntaxError: JsonSyntaxError, text: string): UnreadableFile {
  const valueCount = parseJsonLines(text).length
  const lineCount = text.split('\n').filter((part) => part.trim() !== '').length
  return {
    kind: message('file.kind', { kind: 'json' }),
    evidence: describeSyntaxError(syntaxError),
    nextStep: message('file.next', { next: 'correct' }),
    line: syntaxError.line,
    readers: [
      {
        action: describeReader('json'),
        reason: message('loading.invalid-json', { fault: describeSyntaxError(syntaxError) }),
      },
      {
        action: describeReader('jsonl'),
        reason: message('loading.json-lines-share', { values: valueCount, lines: lineCount }),
      },
    ],
  }
}

const describeScript = ({ before, after }: { before: string; after: string }): UnreadableFile => ({
  kind: message('file.kind', { kind: 'script' }),
  evidence: message('file.starts-with', { start: before }),
  nextStep: message('file.next-script', { start: before, end: after }),
  readers: [
    { action: describeReader('json'), reason: message('loading.not-json', { start: before }) },
    { action: describeReader('csv'), reason: message('loading.script-not-records', {}) },
  ],
})

/** Creates a warning about an uncertain encoding that quotes a line of the text for the user to check. */
function createUncertainEncodingWarning(
  encoding: string,
  { line, characterCount, validCount, invalidCount }: NonNullable<DetectedEncoding['uncertainty']>,
): Problem {
  const excerpt = line.length > 60 ? `${line.slice(0, 60)}…` : line
  return (validCount > 0 ? warning : info)('load.encoding-uncertain', {
    encoding,
    line: excerpt,
    characters: characterCount,
    good: validCount,
    bad: invalidCount,
  })
}

/** Creates a warning about a UTF-8 file with sequences in another encoding. `encoding` has the format `utf-8/other`. */
const createMixedEncodingWarning = ({ encoding, invalidSequences }: DetectedEncoding): Problem =>
  warning('load.mixed-encoding', { encoding: encoding.split('/')[1] ?? '', count: invalidSequences })

const createUnknownEncodingWarning = (label: string, usedEncoding: string): Problem =>
  warning('load.unknown-encoding', { label, encoding: usedEncoding }, { where: { setting: 'encoding' } })
