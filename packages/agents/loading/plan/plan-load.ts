import { message, type Message } from '@aw-flow/messages'
import { openDecoder, TablesError, type SourceFile } from '@aw-flow/engine'
import { error, info, warning, type LoadPlan, type Problem } from '@aw-flow/schema'
import { detectBinary, type BinaryContent } from '../detect/detect-binary.ts'
import {
  decodeText,
  detectEncoding,
  detectUnicode,
  encodingLabel,
  isUtf8,
  type DetectedEncoding,
} from '../detect/detect-encoding.ts'
import { detectFormat, parseJsonLines, parseJsonRecords, type TextFormat } from '../detect/detect-format.ts'
import type { FilePlan, LoadOverrides } from './file-plan.ts'
import { planContents } from './plan-contents.ts'
import type { TextSample } from '../structure/locate-table.ts'
import type { JsonFault, JsonNode } from '../detect/parse-json-prefix.ts'
import { planJson } from './plan-json.ts'
import { planTableLines } from './plan-table-lines.ts'
import { readSamples, type FileSample } from './read-samples.ts'
import type { PlannedFile, PlanOptions, RefusedFile } from './planned-file.ts'

/** A document of JSON is looked through as a whole up to this size; of a larger one the beginning decides. In bytes. */
const wholeJson = 64 * 1024 * 1024

/** A text with blank lines among its records, which may part tables, is looked through as a whole up to this size. In bytes. */
const wholeOfTables = 4 * 1024 * 1024
/** Blank lines among these first ones stand above a table. */
const mostAbove = 80
const blankWithin = /\n[ \t,;|]*\r?\n[^\r\n]/

/** Plans how a file becomes a table, from samples of it. Reads, and changes nothing. */
export async function planLoad(file: SourceFile, options: PlanOptions = {}): Promise<PlannedFile> {
  const { formats, ...rest } = options
  const unpacked = formats ? await planContents(file, formats, rest, planText) : undefined
  return unpacked ?? planText(file, rest)
}

async function planText(file: SourceFile, options: PlanOptions): Promise<PlannedFile> {
  const { overrides = {}, exact = false, prove = exact, as = 'any', cut = false, header, signal } = options
  let sample = await readSamples(file, signal)
  if (cut) sample = { ...sample, whole: false }
  if (sample.head.length === 0) return { filePlan: emptyPlan(file, as === 'any' ? 'bytes' : 'cells') }
  const told = overrides.encoding === undefined ? undefined : encodingLabel(overrides.encoding)
  const unicode = detectUnicode(sample.head)
  if (told === undefined && !unicode && as === 'any') {
    const binary = detectBinary(sample.head)
    if (binary) return { refused: refuseBinary(sample.head, binary) }
  }
  const encoding = told === undefined ? await findEncoding(file, sample, prove, signal) : toldEncoding(told)
  const isSampled = told === undefined && !prove && !sample.whole && isGuessedUtf8(encoding)
  const { recordsPath } = overrides
  let head = decodeText(sample.head, encoding.encoding)
  let format: TextFormat = as === 'cells' ? { format: 'csv' } : detectFormat(head, sample.whole)
  const isJson = format.format === 'json' || format.format === 'jsonl'
  const keysAreTold = isSampled && recordsPath === undefined && isListOfRecords(format)
  if (exact && !sample.whole && isJson && !keysAreTold && file.size <= wholeJson) {
    sample = { head: await file.read(0, file.size), blocks: [], whole: true }
    head = decodeText(sample.head, encoding.encoding)
    format = detectFormat(head, true)
  }
  if (exact && format.format === 'csv' && !sample.whole && !cut && file.size <= wholeOfTables) {
    const samples = [
      head.split('\n').slice(mostAbove).join('\n'),
      ...sample.blocks.map((block) => decodeText(block, encoding.encoding)),
    ]
    if (samples.some((text) => blankWithin.test(text))) {
      sample = { head: await file.read(0, file.size), blocks: [], whole: true }
      head = decodeText(sample.head, encoding.encoding)
    }
  }
  if (format.format === 'empty' && exact && !sample.whole && !(await isBlank(file, signal)))
    throw beginsBlank(file, sample.head.length)
  const cutBlocks = sample.blocks.map((block) => decodeText(block, encoding.encoding))
  const blocks = format.format === 'json' ? cutBlocks : cutBlocks.map(wholeLines)
  const isCounted = overrides.lastLine !== undefined && format.format === 'csv' && !sample.whole && !cut
  const lines = isCounted ? await countLines(file, encoding.encoding, signal) : undefined
  const planned = planAs(
    { head, blocks, whole: sample.whole, file: file.name, header },
    format,
    encoding,
    overrides,
    file,
    lines,
  )
  const isJsonRead = format.format === 'json' || format.format === 'jsonl'
  if (exact && isJsonRead && !sample.whole && planned.filePlan?.plan.columns.length === 0) throw noRecord(file)
  if (planned.filePlan && isSampled) planned.filePlan.isSampled = true
  if (planned.filePlan && encoding.doubt)
    planned.filePlan.warnings.unshift(warnDoubt(encoding.encoding, encoding.doubt))
  if (planned.filePlan && encoding.badSequences > 0) planned.filePlan.warnings.unshift(warnMixed(encoding))
  if (planned.filePlan && overrides.encoding !== undefined && told === undefined)
    planned.filePlan.warnings.unshift(warnUnknownEncoding(overrides.encoding, encoding.encoding))
  return planned
}

function planAs(
  sample: TextSample,
  format: TextFormat,
  encoding: DetectedEncoding,
  overrides: LoadOverrides,
  file: SourceFile,
  lines: number | undefined,
): PlannedFile {
  switch (format.format) {
    case 'empty':
      return { filePlan: emptyPlan(file, 'blanks', encoding.encoding) }
    case 'csv':
      return { filePlan: planTableLines(sample, encoding, overrides, lines) }
    case 'json':
      return {
        filePlan: tellNoColumns(
          file,
          planJson(
            { format: 'json', root: withBlocks(format.root, sample), whole: sample.whole, file: file.name },
            encoding,
            overrides,
          ),
        ),
      }
    case 'jsonl': {
      const root = [sample.head, ...sample.blocks].flatMap(parseJsonLines)
      return {
        filePlan: planJson({ format: 'jsonl', root, whole: sample.whole, file: file.name }, encoding, overrides),
      }
    }
    case 'markup':
      return { refused: refuseMarkup(format.kind) }
    case 'broken-json':
      return { refused: refuseJson(format, sample.head) }
    case 'script':
      return { refused: refuseScript(format) }
  }
}

/** True for JSON whose records stand next to each other from its beginning: whoever reads it meets a key that is not told. */
const isListOfRecords = (format: TextFormat): boolean =>
  format.format === 'jsonl' ||
  (format.format === 'json' &&
    Array.isArray(format.root) &&
    format.root.length > 0 &&
    format.root.every((record) => record instanceof Map && record.size > 0))

/** The list of a document of which only the beginning is known, with records of its middle and end. */
function withBlocks(root: JsonNode, { blocks, whole }: TextSample): JsonNode {
  if (whole || !Array.isArray(root)) return root
  const keys = new Set(root.flatMap((record) => (record instanceof Map ? [...record.keys()] : [])))
  return [...root, ...blocks.flatMap((block) => parseJsonRecords(block, keys))]
}

function emptyPlan(file: SourceFile, content: string, encoding = 'utf-8'): FilePlan {
  const plan: LoadPlan = { format: 'empty', encoding, skippedLines: 0, headerLines: 0, columns: [], evidence: [] }
  return { plan, others: [], warnings: [emptyFile(file, content)] }
}

/** An empty list or object of JSON. */
const tellNoColumns = (file: SourceFile, made: FilePlan): FilePlan =>
  made.plan.columns.length > 0 ? made : { ...made, warnings: [...made.warnings, emptyFile(file, 'records')] }

/** `content`: what the file lacks (bytes, cells, records), or all that it has (blanks). */
const emptyFile = ({ name: file }: SourceFile, content: string): Problem =>
  warning('load.empty-file', { file, content }, { where: { file } })

const toldEncoding = (encoding: string): DetectedEncoding => ({
  encoding,
  bomLength: 0,
  badSequences: 0,
  evidence: {
    decision: 'encoding',
    value: encoding,
    confidence: 1,
    reason: message('loading.specified', {}),
    runnersUp: [],
  },
})

async function findEncoding(
  file: SourceFile,
  sample: FileSample,
  prove: boolean,
  signal: AbortSignal | undefined,
): Promise<DetectedEncoding> {
  const samples = [sample.head, ...sample.blocks]
  const detected = detectEncoding(samples)
  if (!prove || sample.whole || !isGuessedUtf8(detected)) return detected
  const other = await firstOtherThanUtf8(file, signal)
  return other ? detectEncoding([other, ...samples]) : detected
}

const isGuessedUtf8 = ({ encoding, badSequences }: DetectedEncoding): boolean =>
  encoding === 'utf-8' && badSequences === 0

/** True where a file holds nothing but blanks, line ends and the marks and zeros of wide encodings. */
async function isBlank(file: SourceFile, signal: AbortSignal | undefined): Promise<boolean> {
  const size = 1 << 20
  for (let start = 0; start < file.size; start += size) {
    signal?.throwIfAborted()
    const piece = await file.read(start, start + size)
    const from = start === 0 ? 4 : 0
    if (piece.subarray(from).some((byte) => byte !== 0 && byte !== 0x20 && (byte < 0x09 || byte > 0x0d))) return false
  }
  return true
}

const beginsBlank = ({ name: file }: SourceFile, bytes: number): TablesError =>
  new TablesError(error('load.begins-blank', { bytes, file }, { where: { file, line: 1 } }))

/** For a first record that is longer than the sample, so that no columns are known. */
const noRecord = ({ name: file }: SourceFile): TablesError =>
  new TablesError(error('load.no-record', { file }, { where: { file } }))

/** The first piece of a file that is not valid UTF-8, from the line on in which it stops to be. */
async function firstOtherThanUtf8(file: SourceFile, signal: AbortSignal | undefined): Promise<Uint8Array | undefined> {
  const size = 1 << 20
  for (let start = 0; start < file.size; start += size) {
    signal?.throwIfAborted()
    const piece = await file.read(start, start + size)
    if (!isUtf8(piece)) return piece.subarray(piece.indexOf(10) + 1)
  }
  return undefined
}

/** How many physical lines a text has, by reading all of it. */
async function countLines(file: SourceFile, encoding: string, signal: AbortSignal | undefined): Promise<number> {
  const decoder = openDecoder(encoding)
  const size = 1 << 20
  let lines = 0
  let last = '\n'
  for (let start = 0; start < file.size; start += size) {
    signal?.throwIfAborted()
    const text = decoder.decode(await file.read(start, start + size), { stream: start + size < file.size })
    const whole = last === '\r' && text.startsWith('\n') ? text.slice(1) : text
    lines += whole.match(/\r\n|\n|\r/g)?.length ?? 0
    last = text.at(-1) ?? last
  }
  return last === '\n' || last === '\r' ? lines : lines + 1
}

/** A block without the lines that are cut at its ends. */
const wholeLines = (text: string): string => text.slice(text.indexOf('\n') + 1, text.lastIndexOf('\n') + 1)

function refuseBinary(head: Uint8Array, binary: BinaryContent): RefusedFile {
  const text = decodeText(head.subarray(0, 65_536), 'windows-1252')
  const lines = text.split(/\r\n|\n|\r/).length
  const odd = text.match(/[\p{Cc}]/gu)?.filter((character) => !/\s/.test(character)).length ?? 0
  return {
    ...binary,
    readers: [
      {
        action: reader('csv'),
        // The sampled part of a PDF may be all letters: then its format is the reason.
        reason:
          odd === 0
            ? message('loading.not-text', { kind: binary.kind })
            : message('loading.control-characters', { odd, characters: text.length, lines }),
      },
      { action: reader('json'), reason: jsonReason(text) },
    ],
  }
}

const reader = (format: 'csv' | 'json' | 'jsonl'): Message => message('loading.reader', { format })

function jsonReason(text: string): Message {
  const format = detectFormat(text, true)
  if (format.format === 'broken-json') return message('loading.invalid-json', { fault: faultAt(format) })
  return message('loading.not-json', { start: text.trimStart().slice(0, 1) })
}

const faultAt = ({ reason, line, column }: JsonFault): Message =>
  message('file.json-fault', { line, column, fault: reason })

const refuseMarkup = (kind: string): RefusedFile => ({
  kind: message('file.kind', { kind }),
  seen: message('file.starts-with-tag', {}),
  next: message('file.next', { next: 'table' }),
  readers: [
    { action: reader('json'), reason: message('loading.not-json', { start: '<' }) },
    { action: reader('csv'), reason: message('loading.tags-not-records', { kind }) },
  ],
})

function refuseJson(fault: JsonFault, text: string): RefusedFile {
  const values = parseJsonLines(text).length
  const lines = text.split('\n').filter((part) => part.trim() !== '').length
  return {
    kind: message('file.kind', { kind: 'json' }),
    seen: faultAt(fault),
    next: message('file.next', { next: 'correct' }),
    line: fault.line,
    readers: [
      { action: reader('json'), reason: message('loading.invalid-json', { fault: faultAt(fault) }) },
      { action: reader('jsonl'), reason: message('loading.json-lines-share', { values, lines }) },
    ],
  }
}

const refuseScript = ({ before, behind }: { before: string; behind: string }): RefusedFile => ({
  kind: message('file.kind', { kind: 'script' }),
  seen: message('file.starts-with', { start: before }),
  next: message('file.next-script', { start: before, end: behind }),
  readers: [
    { action: reader('json'), reason: message('loading.not-json', { start: before }) },
    { action: reader('csv'), reason: message('loading.script-not-records', {}) },
  ],
})

/** Shows a text whose encoding is guessed from few characters, or which is UTF-8 in part, for a person to judge. */
function warnDoubt(encoding: string, { line, characters, good, bad }: NonNullable<DetectedEncoding['doubt']>): Problem {
  const shown = line.length > 60 ? `${line.slice(0, 60)}…` : line
  return (good > 0 ? warning : info)('load.encoding-unsure', { encoding, line: shown, characters, good, bad })
}

/** `encoding` is `utf-8/other` where some lines are in another encoding. */
const warnMixed = ({ encoding, badSequences }: DetectedEncoding): Problem =>
  warning('load.mixed-encoding', { encoding: encoding.split('/')[1] ?? '', count: badSequences })

const warnUnknownEncoding = (label: string, used: string): Problem =>
  warning('load.unknown-encoding', { label, encoding: used }, { where: { setting: 'encoding' } })
