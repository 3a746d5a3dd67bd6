import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createDecoder, toEncodingLabel } from '@aw-flow/engine'
import { detectDeclaredTable, detectDialect } from '../../../packages/agents/loading/detect/detect-dialect.ts'
import { listHeaderCandidates } from '../../../packages/agents/loading/structure/header-candidates.ts'
import type { HeaderContext, HeaderPosition } from '../../../packages/agents/loading/structure/header-candidates.ts'
import { locateTable } from '../../../packages/agents/loading/structure/locate-table.ts'
import type { PlanLabel } from '../label.ts'
import { readFreshLabels, readLabels, readLaterLabels, readUnseenLabels, unseenSets } from '../read-labels.ts'
import { splitOf } from '../split-of.ts'
import type { CandidateGroup } from './boost-trees.ts'

/** The candidates of a labeled file, for training. */
export interface Example extends CandidateGroup {
  name: string
  set: string
  /** The package that the file is from, or its source in the first set. */
  source: string
  /** Index of the candidate that the rules proposed before any rule was derived from the file; -1 without such a candidate. */
  proposed: number
}

/** Sets whose `judge` halves must not be inspected. */
const closedSets = new Set([
  'seventh-unseen',
  'eighth-unseen',
  'ninth-unseen',
  'tenth-unseen',
  'eleventh-unseen',
  'thirteenth-unseen',
])
/** Sets that no file may be trained on: one that may not be inspected, and those labeled after the model. */
const excludedSets = new Set(['fourth-unseen', 'fourteenth-unseen', 'fifteenth-unseen'])
/** Maximum number of bytes of a file that are read. */
const maxBytes = 300_000

const trainingSets = ['real', 'fresh', 'later', ...unseenSets.filter((set) => !excludedSets.has(set))]

/**
 * Reads the labeled files below a folder (`SET/FILE`; missing ones are skipped) and lists their candidates. A file counts
 * if its label has no doubt about header and region, if its contents are new, and if a candidate is right.
 *
 * @param positions The header that the loader found when the labels were committed, by file. No rule was derived from the
 * file at that time, so it shows how often the rules are right about unknown files; the current header does not.
 */
export function readExamples(folder: string, positions: Readonly<Record<string, HeaderPosition>>): Example[] {
  const contents = new Set<string>()
  return trainingSets.flatMap((set) =>
    [...readSet(set)].flatMap(([name, label]): Example[] => {
      const path = join(folder, set, name)
      const isClosed = closedSets.has(set) && splitOf(name) === 'judge'
      const isDoubtful = label.doubtfulAbout.includes('header') || label.doubtfulAbout.includes('region')
      const proposed = positions[`${set}/${name}`]
      if (isClosed || isDoubtful || !proposed || !existsSync(path)) return []
      const bytes = readFileSync(path)
      const content = bytes.toString('latin1')
      if (contents.has(content)) return []
      contents.add(content)
      const group = createGroup(bytes, label, proposed)
      return group ? [{ ...group, name, set, source: label.source }] : []
    }),
  )
}

const layoutFolder = join(import.meta.dirname, '../../fixtures/layouts')
/** A proposal that equals no candidate: the rules were derived from the layouts, so their proposals would be right too often. */
const noProposal: HeaderPosition = { headerLines: [0], firstRecordLine: -1 }

/**
 * Reads the layouts of `test/fixtures/layouts`, whose lines are marked with their roles. They contain forms that are rare
 * in the sets, such as exports of statistical offices and instruments.
 */
export function readLayoutExamples(): Example[] {
  return readdirSync(layoutFolder)
    .filter((file) => file.endsWith('.txt'))
    .flatMap((file) =>
      readFileSync(join(layoutFolder, file), 'utf8')
        .trimEnd()
        .split(/\n\n(?=== )/)
        .flatMap((block): Example[] => {
          const [name = '', ...rest] = block.split('\n')
          const lines = rest.slice(rest.findIndex((line) => /^[PHRNOB](?: |$)/.test(line)))
          const findMarked = (mark: string): number[] =>
            lines.flatMap((line, index) => (line.startsWith(mark) ? [index + 1] : []))
          const text = lines.map((line) => `${line.slice(2)}\n`).join('')
          const position = { headerLines: findMarked('H'), firstRecordLine: findMarked('R')[0] ?? null }
          const layout = { encoding: 'utf-8', ...position }
          // Records far below the first line are candidates only if the rules propose them.
          const group = createGroup(Buffer.from(text), layout, noProposal) ?? createGroup(Buffer.from(text), layout)
          return group ? [{ ...group, name, set: 'layouts', source: file }] : []
        }),
    )
}

function readSet(set: string): Map<string, PlanLabel & { source: string }> {
  const labels: ReadonlyMap<string, PlanLabel & { source?: object }> =
    set === 'real'
      ? readLabels()
      : set === 'fresh'
        ? readFreshLabels()
        : set === 'later'
          ? readLaterLabels()
          : readUnseenLabels(unseenSets.find((name) => name === set) ?? 'unseen')
  return new Map(
    [...labels].map(([name, label]) => {
      const { package: packageName, repository } = { package: '', repository: '', ...label.source }
      return [name, { ...label, source: packageName || repository || (name.split('/')[0] ?? '') }]
    }),
  )
}

function createGroup(
  bytes: Uint8Array,
  label: Pick<PlanLabel, 'encoding' | 'headerLines' | 'firstRecordLine'>,
  given?: HeaderPosition,
): (CandidateGroup & { proposed: number }) | undefined {
  const context = readContext(bytes, label.encoding)
  if (!context) return undefined
  const proposed = given ?? context.proposedHeader
  const candidates = listHeaderCandidates({ ...context, proposedHeader: proposed })
  const lines = context.text.split('\n')
  const isNamed = (line: number): boolean => /[\p{L}\p{N}]/u.test(lines[line - 1] ?? '')
  const expected = { headerLines: label.headerLines.filter(isNamed), firstRecordLine: label.firstRecordLine ?? 0 }
  const isAt = (position: HeaderPosition, other: HeaderPosition): boolean =>
    position.firstRecordLine === other.firstRecordLine && position.headerLines.join() === other.headerLines.join()
  const right = candidates.map((candidate) => isAt(candidate, expected))
  if (!right.includes(true)) return undefined
  return {
    features: candidates.map(({ features }) => Float32Array.from(features)),
    right,
    proposed: candidates.findIndex((candidate) => isAt(candidate, proposed)),
  }
}

/** Returns the context in which the header is chosen; `undefined` if the loader needs no choice. */
function readContext(bytes: Uint8Array, encoding: string): HeaderContext | undefined {
  const decoded = createDecoder(toEncodingLabel(encoding) ?? 'latin1').decode(bytes.subarray(0, maxBytes))
  const isComplete = bytes.length <= maxBytes
  const head = isComplete ? decoded : decoded.slice(0, decoded.lastIndexOf('\n') + 1)
  if (detectDeclaredTable(head)) return undefined
  const contentStart = head.search(/\S/)
  const blankEnd = contentStart < 1 ? 0 : head.lastIndexOf('\n', contentStart) + 1
  const { wellFormedText, ...detected } = detectDialect(head.slice(blankEnd))
  let context: HeaderContext | undefined
  // The positions of well-formed records do not count blank lines above them.
  const dialect = wellFormedText && blankEnd === 0 ? { ...detected, wellFormedText } : detected
  locateTable({ head, blocks: [], isComplete }, dialect, {}, (given) => {
    context = given
    return undefined
  })
  return context
}
