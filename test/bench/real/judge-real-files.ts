import { planLoad } from '@aw-flow/agents'
import type { SourceFile } from '@aw-flow/engine'
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Label, PlanLabel } from '../../labels/label.ts'
import {
  readFreshLabels,
  readLabels,
  readLaterLabels,
  readUnseenLabels,
  type UnseenSet,
} from '../../labels/read-labels.ts'
import { splitOf } from '../../labels/split-of.ts'
import { judgePlan, type Question, type PlanSummary, type Verdict } from './judge-plan.ts'

const archive = resolve(import.meta.dirname, '../../../../shared/messy/real.tar.xz')

/** Returns whether the archive of published files is next to the project. */
export const hasRealFiles = (): boolean => existsSync(archive)

export interface JudgedFile<L extends PlanLabel = PlanLabel> {
  name: string
  half: 'tune' | 'judge'
  /** The source folder of the file. */
  set: string
  verdict: Verdict
  label: L
  summary?: PlanSummary
}

/** Unpacks the published files into a temporary folder for the duration of `work`. */
export async function withRealFiles<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'aw-real-'))
  try {
    execFileSync('tar', ['-xJf', archive, '-C', folder])
    return await work(join(folder, 'real'))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/**
 * Plans every labeled file (or those of one half) without configuration, and compares the plans with the labels. Files
 * with identical content count once.
 */
export const judgeRealFiles = (half?: JudgedFile['half']): Promise<JudgedFile<Label>[]> =>
  withRealFiles((folder) => judgeFiles(folder, readLabels(), half))

/** Like `judgeRealFiles`, for the fresh set. Its files are in `folder`, under the names in their labels. */
export const judgeFreshFiles = (folder: string): Promise<JudgedFile<Label>[]> =>
  judgeFiles(folder, checkFilesExist(folder, readFreshLabels()))

/** Like `judgeFreshFiles`, for the later set. */
export const judgeLaterFiles = (folder: string, half?: JudgedFile['half']): Promise<JudgedFile[]> =>
  judgeFiles(folder, checkFilesExist(folder, readLaterLabels()), half)

/** Like `judgeFreshFiles`, for an unseen set. */
export const judgeUnseenFiles = (set: UnseenSet, folder: string): Promise<JudgedFile[]> =>
  judgeFiles(folder, checkFilesExist(folder, readUnseenLabels(set)))

function checkFilesExist<L>(folder: string, labels: ReadonlyMap<string, L>): ReadonlyMap<string, L> {
  const missing = [...labels.keys()].filter((name) => !existsSync(join(folder, name)))
  if (missing.length > 0)
    throw new Error(
      `${missing.length} of the ${labels.size} labeled files are not in ${folder}. Pass the folder that contains all of them.`,
    )
  return labels
}

async function judgeFiles<L extends PlanLabel>(
  folder: string,
  labels: ReadonlyMap<string, L>,
  half?: JudgedFile['half'],
): Promise<JudgedFile<L>[]> {
  const judged: JudgedFile<L>[] = []
  const seen = new Set<string>()
  for (const [name, label] of labels) {
    const bytes = readFileSync(join(folder, name))
    const content = bytes.toString('latin1')
    if (seen.has(content)) continue
    seen.add(content)
    if (half && splitOf(name) !== half) continue
    const { filePlan } = await planLoad(memoryFile(name, bytes), { exact: true })
    const set = name.split('/')[0] ?? ''
    judged.push({ name, half: splitOf(name), set, label, ...judgePlan(bytes, filePlan?.plan, label) })
  }
  return judged
}

const memoryFile = (name: string, bytes: Uint8Array): SourceFile => ({
  name,
  size: bytes.length,
  dataset: name,
  read: async (start, end) => bytes.subarray(start, end),
})

export interface Tally {
  right: number
  of: number
  doubtful: number
}

/** Counts the correct files per question. */
export function tally(files: readonly JudgedFile[]): Record<Question, Tally> {
  const count = (question: Question): Tally => {
    const verdicts = files.map(({ verdict }) => verdict[question])
    const doubtful = verdicts.filter((right) => right === undefined).length
    return { right: verdicts.filter((right) => right === true).length, of: verdicts.length - doubtful, doubtful }
  }
  return { encoding: count('encoding'), dialect: count('dialect'), header: count('header'), region: count('region') }
}
