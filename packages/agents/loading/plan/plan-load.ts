import { openDecoder, TablesError, type SourceFile } from '@aw-flow/engine'
import { error, info, warning, type LoadPlan, type Problem } from '@aw-flow/schema'
import { detectBinary } from '../detect/detect-binary.ts'
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
import type { JsonNode } from '../detect/parse-json-prefix.ts'
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
  if (sample.head.length === 0) return { filePlan: emptyPlan(file, as === 'any' ? 'has no bytes' : 'holds no cells') }
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
      return { filePlan: emptyPlan(file, `holds nothing but blanks (${file.size} bytes)`, encoding.encoding) }
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

function emptyPlan(file: SourceFile, seen: string, encoding = 'utf-8'): FilePlan {
  const plan: LoadPlan = { format: 'empty', encoding, skippedLines: 0, headerLines: 0, columns: [], evidence: [] }
  return { plan, others: [], warnings: [emptyFile(file, seen)] }
}

/** An empty list or object of JSON. */
const tellNoColumns = (file: SourceFile, made: FilePlan): FilePlan =>
  made.plan.columns.length > 0 ? made : { ...made, warnings: [...made.warnings, emptyFile(file, 'holds no records')] }

const emptyFile = (file: SourceFile, seen: string): Problem =>
  warning('load.empty-file', `\`${file.name}\` ${seen}: it is loaded as a table without columns.`, {
    where: { file: file.name },
    hint: 'Choose the file that holds the data, or save it again from where it comes.',
  })

const toldEncoding = (encoding: string): DetectedEncoding => ({
  encoding,
  bomLength: 0,
  badSequences: 0,
  evidence: { decision: 'encoding', value: encoding, confidence: 1, reason: 'It was given.', runnersUp: [] },
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

const beginsBlank = ({ name }: SourceFile, bytes: number): TablesError =>
  new TablesError(
    error(
      'load.begins-blank',
      `The first ${bytes.toLocaleString('en-US')} bytes of \`${name}\` are blank; no more is looked at to find a table.`,
      {
        where: { file: name, line: 1 },
        hint: 'Take the blank lines at its beginning away, and load it again.',
      },
    ),
  )

/** A record that is longer than all that is looked at tells no columns. */
const noRecord = ({ name: file }: SourceFile): TablesError =>
  new TablesError(
    error('load.no-record', `No record of \`${file}\` ends in the part of it that is looked at.`, {
      where: { file },
      hint: 'Take very long values out of its first records, or write it as CSV or Parquet, and load that.',
    }),
  )

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

function refuseBinary(head: Uint8Array, binary: { kind: string; seen: string; hint: string }): RefusedFile {
  const text = decodeText(head.subarray(0, 65_536), 'windows-1252')
  const lines = text.split(/\r\n|\n|\r/)
  const odd = text.match(/[\p{Cc}]/gu)?.filter((character) => !/\s/.test(character)).length ?? 0
  return {
    ...binary,
    readers: [
      {
        action: 'Read it as delimited text',
        // A PDF may be all letters where it is looked at: then what it is, is the reason.
        reason:
          odd === 0
            ? `It is ${binary.kind}, and no text.`
            : `${odd.toLocaleString('en-US')} of ${text.length.toLocaleString('en-US')} characters in ${lines.length} lines are no characters of a text.`,
      },
      { action: 'Read it as JSON', reason: jsonReason(text) },
    ],
  }
}

function jsonReason(text: string): string {
  const format = detectFormat(text, true)
  if (format.format === 'broken-json') return `It breaks at line ${format.line}: ${format.message}.`
  return `It begins with ${JSON.stringify(text.trimStart().slice(0, 1))}, JSON with "{" or "[".`
}

const refuseMarkup = (kind: string): RefusedFile => ({
  kind: `${kind} text`,
  seen: 'it begins with a tag',
  hint: 'Save the table as CSV, JSON or JSON lines and load that file.',
  readers: [
    { action: 'Read it as JSON', reason: 'It begins with "<", JSON with "{" or "[".' },
    { action: 'Read it as delimited text', reason: `It is ${kind}: its lines are tags and no records.` },
  ],
})

function refuseJson(
  { message, line, column }: { message: string; line: number; column: number },
  text: string,
): RefusedFile {
  const good = parseJsonLines(text).length
  const lines = text.split('\n').filter((part) => part.trim() !== '').length
  return {
    kind: 'JSON that breaks',
    seen: `at line ${line}, column ${column}, ${message}`,
    hint: 'Correct the file at that place, or export it again from where it comes.',
    line,
    readers: [
      { action: 'Read it as JSON', reason: `It breaks at line ${line}, column ${column}: ${message}.` },
      { action: 'Read it as JSON lines', reason: `${good} of ${lines} lines are a JSON value.` },
    ],
  }
}

function refuseScript({ before, behind }: { before: string; behind: string }): RefusedFile {
  const marks = [`"${before}" at its beginning`, ...(behind === '' ? [] : [`"${behind}" at its end`])].join(' and ')
  return {
    kind: 'a script around JSON',
    seen: `it begins with "${before}"`,
    hint: `Take away ${marks}, or ask where it comes from for JSON without a callback.`,
    readers: [
      { action: 'Read it as JSON', reason: `It begins with "${before}", JSON with "{" or "[".` },
      { action: 'Read it as delimited text', reason: 'What stands in the script is JSON, and no records of cells.' },
    ],
  }
}

/** Few characters tell an encoding, or some of them are UTF-8: what they were read as is shown, for a person to judge. */
function warnDoubt(encoding: string, { line, characters, good, bad }: NonNullable<DetectedEncoding['doubt']>): Problem {
  const shown = JSON.stringify(line.length > 60 ? `${line.slice(0, 60)}…` : line)
  const few = `${characters} ${characters === 1 ? 'character' : 'characters'} beyond ASCII`
  const mixed = good > 0 ? ` As UTF-8, ${good} of the sequences looked at would be right and ${bad} wrong.` : ''
  return (good > 0 ? warning : info)(
    'load.encoding-unsure',
    `The encoding is guessed from ${few}: read as ${encoding}, their first line says ${shown}.${mixed}`,
    { hint: `If that reads wrong, set Encoding${good > 0 ? ', for example to utf-8' : ''}.` },
  )
}

function warnMixed({ encoding, badSequences }: DetectedEncoding): Problem {
  const other = encoding.split('/')[1]
  const hint = 'Save the file as UTF-8 where it comes from, or set Encoding to the one that all of it has.'
  if (other === undefined) {
    const places = `${badSequences} places of the text are not UTF-8 and show as "\uFFFD".`
    return warning('load.mixed-encoding', places, { hint })
  }
  const lines = badSequences === 1 ? '1 line that was looked at is' : `${badSequences} lines that were looked at are`
  return warning('load.mixed-encoding', `The file is UTF-8, but ${lines} not: such lines are read as ${other}.`, {
    hint,
  })
}

const warnUnknownEncoding = (label: string, used: string): Problem =>
  warning('load.unknown-encoding', `"${label}" is not an encoding that is known; ${used} was found and used.`, {
    where: { setting: 'encoding' },
    hint: 'Use "auto", or a name such as utf-8, windows-1252, iso-8859-2 or shift_jis.',
  })
