import { benchCase, type BenchCase } from '../bench-case.ts'
import { join } from 'node:path'
import type { Label, PlanLabel } from '../../labels/label.ts'
import { unseenSets, type UnseenSet } from '../../labels/read-labels.ts'
import { compareReaders, type ReaderScores } from './compare-readers.ts'
import {
  hasRealFiles,
  judgeFreshFiles,
  judgeLaterFiles,
  judgeRealFiles,
  judgeUnseenFiles,
  tally,
  withRealFiles,
  type JudgedFile,
} from './judge-real-files.ts'
import { questions, type Question } from './judge-plan.ts'
import { summarize } from '../measure.ts'

/**
 * Measures the share of published files whose plan, made without configuration, differs from the label, per question
 * and half. `fresh` is a later set with the same halves; it is measured if `AW_FRESH_FILES` (`--fresh FOLDER`) names
 * the folder of its files. The later set is measured with `AW_LATER_FILES` (`--later FOLDER`), without cell scores, and
 * a set without halves with `AW_UNSEEN_FILES` (`--unseen SET=FOLDER`). The shares of sets that rules were derived from
 * do not predict those of other files; `test/labels/README.md` lists these sets and the files that may be inspected.
 * `AW_WHICH` (`--which`) lists the failures of all sets except those after `second-unseen`.
 */
export async function benchReal(): Promise<BenchCase[]> {
  const folder = process.env['AW_FRESH_FILES'] ?? ''
  const laterFolder = process.env['AW_LATER_FILES'] ?? ''
  const unseenFiles = parseUnseenFiles(process.env['AW_UNSEEN_FILES'] ?? '')
  if (!hasRealFiles() && folder === '' && laterFolder === '' && unseenFiles === undefined)
    throw new Error('The published files are missing. Put shared/messy/real.tar.xz next to the project.')
  if (folder === '') console.error('The fresh set is not measured. Pass the folder of its files as --fresh FOLDER.')
  const fresh = folder === '' ? [] : await judgeFreshFiles(folder)
  const later = laterFolder === '' ? [] : await judgeLaterFiles(laterFolder)
  const unseen = unseenFiles === undefined ? [] : await judgeUnseenFiles(unseenFiles.set, unseenFiles.folder)
  const files = hasRealFiles() ? await judgeRealFiles() : []
  const spent = unseenFiles && spentSets.includes(unseenFiles.set) ? unseen : []
  if (process.env['AW_WHICH']) printFailures([...files, ...fresh, ...later, ...spent])
  return [
    ...createCases(unseenFiles?.set ?? '', unseen),
    ...halves.flatMap((half) => createCases(`later ${half}`, selectHalf(later, half))),
    ...halves.flatMap((half) => createCases(`fresh ${half}`, selectHalf(fresh, half))),
    ...halves.flatMap((half) => createCases(half, selectHalf(files, half))),
    ...(fresh.length > 0 ? await compareHalves(folder, fresh, 'fresh ') : []),
    ...(files.length > 0 ? await withRealFiles((unpacked) => compareHalves(unpacked, files, '')) : []),
  ]
}

/** Sets whose files may be inspected, because rules are derived from their failures. */
const spentSets: readonly UnseenSet[] = ['unseen', 'second-unseen']

/** Parses `SET=FOLDER`. Returns `undefined` for empty text. */
function parseUnseenFiles(text: string): { set: UnseenSet; folder: string } | undefined {
  if (text === '') return undefined
  const end = text.indexOf('=')
  const set = unseenSets.find((name) => name === text.slice(0, Math.max(end, 0)))
  if (set === undefined)
    throw new Error(`"${text}" is not an unseen set. Pass ${unseenSets.join(' or ')}, = and a folder.`)
  return { set, folder: text.slice(end + 1) }
}

type Half = JudgedFile['half']

const halves: readonly Half[] = ['judge', 'tune']

const selectHalf = <L extends PlanLabel>(files: readonly JudgedFile<L>[], half: Half): JudgedFile<L>[] =>
  files.filter((file) => file.half === half)

async function compareHalves(folder: string, files: readonly JudgedFile<Label>[], set: string): Promise<BenchCase[]> {
  const cases: BenchCase[] = []
  for (const half of halves) {
    const compared = selectHalf(files, half)
    if (compared.length > 0) cases.push(readersCase(`${set}${half}`, await compare(folder, compared)))
  }
  return cases
}

const compare = (folder: string, files: readonly JudgedFile<Label>[]): Promise<ReaderScores> =>
  compareReaders(files.map(({ name, label }) => ({ path: join(folder, name), label })))

/** Creates the case for the header, records and cells of published files, scored like in the Pollock benchmark. */
function readersCase(name: string, { files, readers }: ReaderScores): BenchCase {
  const { ours, ...peers } = readers
  if (!ours) throw new Error('No file could be compared.')
  const missing = ({ total }: { total: number }) => summarize([10 - total])
  const parts = Object.entries(readers).map(
    ([reader, { header, records, cells }]) =>
      `${reader} ${header.toFixed(3)} / ${records.toFixed(3)} / ${cells.toFixed(3)}`,
  )
  return benchCase({
    case: `${name}: header, records and cells`,
    unit: 'points missing to 10',
    measured: {
      ours: missing(ours),
      ...Object.fromEntries(Object.entries(peers).map(([peer, score]) => [peer, missing(score)])),
    },
    // The score of the best published system on a hundred such files.
    floor: 0.99,
    note: `${files} files; F1 of header / records / cells: ${parts.join(', ')}`,
  })
}

const createCases = (name: string, files: readonly JudgedFile[]): BenchCase[] =>
  (files.length > 0 ? questions : []).map((question) => {
    const { right, of, doubtful } = tally(files)[question]
    return benchCase({
      case: `${name}: ${question}`,
      unit: '% of files wrong',
      measured: { ours: summarize([(100 * (of - right)) / of]) },
      goal: 5,
      floor: 10,
      note: `${right} of ${of} correct, ${doubtful} doubtful and excluded${name.endsWith('tune') ? `; ${formatBySet(files, question)}` : ''}`,
    })
  })

function formatBySet(files: readonly JudgedFile[], question: Question): string {
  const sets = [...new Set(files.map(({ set }) => set))].sort()
  return sets
    .map((set) => {
      const { right, of } = tally(files.filter((file) => file.set === set))[question]
      return `${set} ${right}/${of}`
    })
    .join(', ')
}

function printFailures(files: readonly JudgedFile[]): void {
  for (const { name, verdict, label, summary } of files) {
    const wrong = questions.filter((question) => verdict[question] === false)
    if (wrong.length === 0) continue
    const { encoding, delimiter, quote, headerLines, firstRecordLine: first, lastRecordLine: last } = label
    const expected = { encoding, delimiter, quote, headerLines, first, last }
    console.error(
      `${name}: ${wrong.join(', ')}\n  label ${JSON.stringify(expected)}\n  plan  ${JSON.stringify(summary)}`,
    )
  }
}
