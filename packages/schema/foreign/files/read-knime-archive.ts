import { message, type Text } from '@aw-flow/messages'
import { Uint8ArrayReader, Writer, ZipReader, configure, type FileEntry } from '@zip.js/zip.js/lib/zip-core-native.js'
import { SaxesParser } from 'saxes'
import type { Json } from '../../document/workflow.ts'
import { error } from '../../wire/problem.ts'
import { failed, ok, type Result } from '../../wire/result.ts'

configure({ chunkSize: 1 << 16 })

/** Maximum sizes of the XML files of an archive after decompression, in bytes, and of their number. */
const maxFileBytes = 4_000_000
const maxTotalBytes = 32_000_000
const maxFiles = 20_000
/** Maximum number of files with settings, of which each node has one. Decompressing one takes about 40 kB. */
const maxSettings = 4_000
/** Maximum nesting of elements. */
const maxElementDepth = 150

/** The files that describe the workflow. Others contain data, which is not read. */
const settingsFile = /(?:^|\/)(?:workflow\.knime|settings\.xml)$/

/** Thrown inside this file only. */
class DamagedArchive extends Error {
  readonly reason: Text

  constructor(reason: Text) {
    super()
    this.reason = reason
  }
}

/**
 * Reads a workflow that KNIME exported (`.knwf`): the XML settings of the workflow and its nodes, as JSON. Nothing is
 * written, and paths in the archive only identify entries.
 *
 * @returns `undefined` if the archive contains no workflow of KNIME.
 */
export async function readKnimeArchive(content: Uint8Array): Promise<Result<Json> | undefined> {
  try {
    const files = await readFiles(content)
    const [root] = [...files.keys()]
      .filter((path) => path.endsWith('workflow.knime'))
      .toSorted((first, second) => first.split('/').length - second.split('/').length || (first < second ? -1 : 1))
    if (root === undefined) return undefined
    const folder = root.slice(0, -'workflow.knime'.length)
    const inFolder = [...files].filter(([path]) => path.startsWith(folder))
    const settings = inFolder.map(([path, text]) => [path.slice(folder.length), parseConfig(path, text)] as const)
    const name = folder.split('/').filter(Boolean).at(-1) ?? ''
    return ok({ knime: { name, files: Object.fromEntries(settings) } })
  } catch (cause) {
    if (!(cause instanceof DamagedArchive)) throw cause
    return failed(error('foreign.damaged', { tool: 'KNIME', reason: cause.reason }))
  }
}

/** Collects the text of an entry. The size that an archive states can be wrong, so the content is counted. */
class TextCollector extends Writer<string> {
  readonly #decoder = new TextDecoder()
  readonly #file: string
  readonly #budget: { bytes: number }
  #bytes = 0
  #text = ''

  constructor(file: string, budget: { bytes: number }) {
    super()
    this.#file = file
    this.#budget = budget
  }

  override async writeUint8Array(chunk: Uint8Array): Promise<void> {
    this.#bytes += chunk.length
    this.#budget.bytes -= chunk.length
    if (this.#bytes > maxFileBytes || this.#budget.bytes < 0)
      throw new DamagedArchive(message('foreign.archive-too-large', { file: this.#file, max: maxFileBytes }))
    this.#text += this.#decoder.decode(chunk, { stream: true })
  }

  override async getData(): Promise<string> {
    return this.#text + this.#decoder.decode()
  }
}

/** Returns the texts of the settings by path. An archive without any is not read further. */
async function readFiles(content: Uint8Array): Promise<Map<string, string>> {
  const files = new Map<string, string>()
  let count = 0
  const entries: FileEntry[] = []
  try {
    const reader = new ZipReader(new Uint8ArrayReader(content), { useWebWorkers: false, checkCrc32: true })
    for await (const entry of reader.getEntriesGenerator()) {
      if (++count > maxFiles) throw new DamagedArchive(message('file.error.many-files', { max: maxFiles }))
      if (!entry.directory && settingsFile.test(entry.filename)) entries.push(entry)
    }
    if (!entries.some(({ filename }) => filename.endsWith('workflow.knime'))) return files
    if (entries.length > maxSettings)
      throw new DamagedArchive(message('foreign.many-settings', { count: entries.length, max: maxSettings }))
    const budget = { bytes: maxTotalBytes }
    for (const entry of entries) {
      const collector = new TextCollector(entry.filename, budget)
      files.set(entry.filename, await entry.getData(collector, { useWebWorkers: false, checkCrc32: true }))
    }
  } catch (cause) {
    if (cause instanceof DamagedArchive) throw cause
    throw new DamagedArchive(cause instanceof Error ? cause.message : String(cause))
  }
  return files
}

/**
 * Parses `<config key="…"><entry key="…" type="xint" value="1"/></config>`. Lists, which state their `array-size`, become
 * lists. Entities other than the five of XML are refused by the parser, and none is fetched.
 */
function parseConfig(path: string, text: string): Json {
  type Entries = [string, Json][]
  const stack: { key: string; entries: Entries }[] = [{ key: '', entries: [] }]
  const parser = new SaxesParser()
  const refuse = (reason: Text): never => {
    throw new DamagedArchive(message('foreign.in-file', { file: path, reason }))
  }
  parser.on('error', (cause) => refuse(cause.message.replace(/^(?:[^:]*:)?\d+:\d+: /, '')))
  parser.on('doctype', () => refuse(message('foreign.document-type', {})))
  parser.on('opentag', ({ name, attributes }) => {
    const key = attributes.key ?? ''
    if (stack.length > maxElementDepth) refuse(message('file.error.deep-elements', { max: maxElementDepth }))
    stack.push({ key, entries: [] })
    // KNIME encrypts passwords with a key that is the same everywhere. The name makes their removal visible.
    const entryKey = attributes.type === 'xpassword' ? `${key}-password` : key
    if (name === 'entry') stack.at(-2)!.entries.push([entryKey, readValue(attributes)])
  })
  parser.on('closetag', ({ name }) => {
    const { key, entries } = stack.pop()!
    if (name === 'config') stack.at(-1)!.entries.push([key, toListOrObject(entries)])
  })
  parser.write(text).close()
  return stack[0]!.entries[0]?.[1] ?? {}
}

function readValue({ type, value = '', isnull }: Record<string, string>): Json {
  if (isnull === 'true') return null
  if (type === 'xboolean') return value === 'true'
  if (type === 'xint' || type === 'xlong' || type === 'xdouble' || type === 'xfloat' || type === 'xshort') {
    const number = Number(value)
    return Number.isFinite(number) ? number : value
  }
  // Characters that attributes cannot contain are written with five digits.
  return value.replaceAll(/%%(\d{5})/g, (_match, digits: string) => String.fromCodePoint(Number(digits)))
}

function toListOrObject(entries: readonly [string, Json][]): Json {
  if (!entries.some(([key]) => key === 'array-size')) return Object.fromEntries(entries)
  return entries.filter(([key]) => key !== 'array-size').map(([, value]) => value)
}
