import { TablesError } from '@aw-flow/engine'
import { error, type Part } from '@aw-flow/schema'
import { entryOf, type Archive, type ArchiveEntry } from './archive.ts'
import { contentHead, detectContent, isPacking, type Content } from './detect-content.ts'
import { readers } from './format-reader.ts'
import { namesOf } from './names-of.ts'
import { firstBytes } from './unpack.ts'

export interface ChosenEntry {
  entry: string
  /** All that can be loaded, in the archive's order. */
  entries: Part[]
}

/** So many of the largest entries are looked into; of the others the names decide that they are offered. */
const lookedEntries = 64

/**
 * The entry of an archive that is read: the one that was asked for, or the largest that is a table by its content. What
 * file managers add, and texts that are there to be read by people, are only taken when there is nothing else.
 */
export async function chooseEntry(
  archive: Archive,
  asked: string | undefined,
  signal: AbortSignal | undefined,
): Promise<ChosenEntry> {
  const bySize = archive.entries.filter(({ size }) => size > 0).sort((one, other) => other.size - one.size)
  const seen = new Map<ArchiveEntry, { content: Content; tabular: number }>()
  let encrypted: unknown
  for (const entry of bySize.filter(({ name }) => !isJunk(name)).slice(0, lookedEntries)) {
    signal?.throwIfAborted()
    try {
      const head = await firstBytes(entry.pieces({ signal }), contentHead)
      const content = detectContent(head)
      seen.set(entry, {
        content,
        tabular: content === 'text' ? tabularText(entry.name, head) : isOffered(content) ? 1 : 0,
      })
    } catch (cause) {
      if (!(cause instanceof TablesError)) throw cause
      encrypted ??= cause
      seen.set(entry, { content: undefined, tabular: 0 })
    }
  }
  const offered = archive.entries.filter((entry) => isOffered(seen.get(entry)?.content))
  const entries = offered.map((entry): Part => {
    const content = seen.get(entry)?.content
    const format = content !== undefined && content !== 'text' && !isPacking(content) ? { format: content } : {}
    return { name: entry.name, size: entry.size, ...format }
  })
  if (asked !== undefined) return { entry: entryOf(archive, asked).name, entries }
  const score = (entry: ArchiveEntry): number => (seen.get(entry)?.tabular ?? 0) * entry.size
  const best = offered.toSorted((one, other) => score(other) - score(one))[0]
  if (best) return { entry: best.name, entries }
  if (encrypted) throw encrypted
  throw new TablesError(
    error(
      'load.archive-empty',
      { file: archive.file.name, count: archive.entries.length, entries: namesOf(archive.entries) },
      { where: { file: archive.file.name } },
    ),
  )
}

const isOffered = (content: Content): boolean =>
  content === 'text' || isPacking(content) || (content !== undefined && readers[content] !== undefined)

/** What file managers put into archives beside what they are asked to. */
const isJunk = (name: string): boolean => /(^|\/)(__MACOSX\/|\.[^./]|thumbs\.db$|desktop\.ini$)/i.test(name)

/** From 0 (a text for people) to 1: whether a text's first lines have as many separators, or are JSON or markup. */
function tabularText(name: string, head: Uint8Array): number {
  const text = new TextDecoder('windows-1252').decode(head.subarray(0, 16 * 1024)).replaceAll('\0', '')
  const unlikely =
    /(^|\/)(read_?me|licen[cs]e|copying|changelog|notes?|metadata|schema)\b|\.(md|html?|css|js|py|r|sql|rtf|log)$/i.test(
      name,
    )
  const start = /^[\s\u00ef\u00bb\u00bf\u00ff\u00fe]*(.)/.exec(text)?.[1]
  const shape = start === '{' || start === '[' || start === '<' ? 0.9 : sameSeparators(text)
  return (0.01 + shape) * (unlikely ? 0.01 : 1)
}

/** The share of lines that have the commonest count of the separator that is most constant. */
function sameSeparators(text: string): number {
  const lines = text
    .split(/\r\n?|\n/)
    .slice(0, -1)
    .filter((line) => line.trim() !== '')
  if (lines.length < 2) return 0.5
  let best = 0
  for (const separator of [',', ';', '\t', '|']) {
    const counts = new Map<number, number>()
    for (const line of lines) {
      const count = line.split(separator).length - 1
      if (count > 0) counts.set(count, (counts.get(count) ?? 0) + 1)
    }
    best = Math.max(best, ...counts.values())
  }
  return best / lines.length
}
