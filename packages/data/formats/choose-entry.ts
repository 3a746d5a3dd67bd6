import { TablesError } from '@aw-flow/engine'
import { error } from '@aw-flow/schema'
import type { FilePart } from '@aw-flow/schema/internal'
import { findEntry, type Archive, type ArchiveEntry } from './archive.ts'
import { contentHeadBytes, detectContent, isContainerFormat, type Content } from './detect-content.ts'
import { readers } from './format-reader.ts'
import { listFirstNames } from './list-first-names.ts'
import { readFirstBytes } from './read-first-bytes.ts'

export interface SelectedEntry {
  entry: string
  /** All loadable entries, in archive order. */
  entries: FilePart[]
  /** Whether the archive contains files that were not inspected and are therefore missing from `entries`. */
  hasMore: boolean
}

/** Maximum number of entries to inspect, largest first. */
const maxInspectedEntries = 64

/**
 * Selects the entry to read: the requested one or, by default, the largest one that contains a table. System files and
 * documentation are selected only if the archive contains nothing else.
 */
export async function selectEntry(
  archive: Archive,
  requestedName: string | undefined,
  signal: AbortSignal | undefined,
): Promise<SelectedEntry> {
  const sortedEntries = archive.entries.filter(({ size }) => size > 0).sort((a, b) => b.size - a.size)
  const inspections = new Map<ArchiveEntry, { content: Content; tableScore: number }>()
  let firstError: unknown
  const candidates = sortedEntries.filter(({ name }) => !isSystemFile(name))
  const hasMore = candidates.length > maxInspectedEntries || archive.fileCount > archive.entries.length
  for (const entry of candidates.slice(0, maxInspectedEntries)) {
    signal?.throwIfAborted()
    try {
      const head = await readFirstBytes(entry.readChunks({ signal }), contentHeadBytes)
      const content = detectContent(head)
      inspections.set(entry, {
        content,
        tableScore: content === 'text' ? scoreText(entry.name, head) : isLoadable(content) ? 1 : 0,
      })
    } catch (cause) {
      if (!(cause instanceof TablesError)) throw cause
      firstError ??= cause
      inspections.set(entry, { content: undefined, tableScore: 0 })
    }
  }
  const loadableEntries = archive.entries.filter((entry) => isLoadable(inspections.get(entry)?.content))
  const entries = loadableEntries.map((entry): FilePart => {
    const content = inspections.get(entry)?.content
    const format = content !== undefined && content !== 'text' && !isContainerFormat(content) ? { format: content } : {}
    return { name: entry.name, size: entry.size, ...format }
  })
  if (requestedName !== undefined) return { entry: findEntry(archive, requestedName).name, entries, hasMore }
  const getScore = (entry: ArchiveEntry): number => (inspections.get(entry)?.tableScore ?? 0) * entry.size
  const bestEntry = loadableEntries.toSorted((a, b) => getScore(b) - getScore(a))[0]
  if (bestEntry) return { entry: bestEntry.name, entries, hasMore }
  if (firstError) throw firstError
  throw new TablesError(
    error(
      'load.archive-empty',
      { file: archive.file.name, count: archive.fileCount, entries: listFirstNames(archive.entries) },
      { where: { file: archive.file.name } },
    ),
  )
}

const isLoadable = (content: Content): boolean =>
  content === 'text' || isContainerFormat(content) || (content !== undefined && readers[content] !== undefined)

/** Returns whether a file is a system file that file managers add to archives. */
const isSystemFile = (name: string): boolean => /(^|\/)(__MACOSX\/|\.[^./]|thumbs\.db$|desktop\.ini$)/i.test(name)

/**
 * Returns a score from 0 (prose) to 1 (table). The score is based on whether the first lines have the same number of
 * separators, or are JSON or markup.
 */
function scoreText(name: string, head: Uint8Array): number {
  const text = new TextDecoder('windows-1252').decode(head.subarray(0, 16 * 1024)).replaceAll('\0', '')
  const isUnlikelyTable =
    /(^|\/)(read_?me|licen[cs]e|copying|changelog|notes?|metadata|schema)\b|\.(md|html?|css|js|py|r|sql|rtf|log)$/i.test(
      name,
    )
  const start = /^[\s\u00ef\u00bb\u00bf\u00ff\u00fe]*(.)/.exec(text)?.[1]
  const consistency = start === '{' || start === '[' || start === '<' ? 0.9 : measureSeparatorConsistency(text)
  return (0.01 + consistency) * (isUnlikelyTable ? 0.01 : 1)
}

/** Returns the fraction of lines with the most common number of separators, for the most consistent separator. */
function measureSeparatorConsistency(text: string): number {
  const lines = text
    .split(/\r\n?|\n/)
    .slice(0, -1)
    .filter((line) => line.trim() !== '')
  if (lines.length < 2) return 0.5
  let maxLineCount = 0
  for (const separator of [',', ';', '\t', '|']) {
    const counts = new Map<number, number>()
    for (const line of lines) {
      const count = line.split(separator).length - 1
      if (count > 0) counts.set(count, (counts.get(count) ?? 0) + 1)
    }
    maxLineCount = Math.max(maxLineCount, ...counts.values())
  }
  return maxLineCount / lines.length
}
