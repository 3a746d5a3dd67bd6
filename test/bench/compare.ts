import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { compareRounds, describeRatio, listUncompared, type Round } from './compare-rounds.ts'
import type { BenchReport } from './report.ts'

/**
 * `npm run bench -- compare BASE NAME [--rounds 3] [--json]`: measures a benchmark in a checkout of the commit BASE and in
 * this folder, in turn, with one sample per case and round (`AW_BENCH_RUNS`), and prints the ratio of each case with its
 * range. The checkout installs and builds what it needs, and is removed at the end.
 */
const [commit, name, rounds] = process.argv.slice(2) as [string, string, string]

function measure(folder: string): BenchReport {
  const output = execFileSync(process.execPath, ['test/bench/run.mjs', name, '--json'], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, AW_BENCH_RUNS: process.env.AW_BENCH_RUNS ?? '1' },
  })
  return JSON.parse(output.slice(output.indexOf('{'))) as BenchReport
}

const parent = mkdtempSync(join(tmpdir(), 'aw-compare-'))
const baseFolder = join(parent, 'base')
const git = (...args: string[]): void => void execFileSync('git', args, { stdio: ['ignore', 'ignore', 'inherit'] })
git('worktree', 'add', '--detach', baseFolder, commit)
try {
  const measured: Round[] = []
  for (let round = 1; round <= Number(rounds); round++) {
    console.error(`Round ${round} of ${rounds}`)
    measured.push({ base: measure(baseFolder), ours: measure(process.cwd()) })
  }
  const cases = compareRounds(measured)
  const uncompared = listUncompared(measured, cases)
  if (process.argv.includes('--json')) {
    console.log(JSON.stringify({ bench: name, machine: measured[0]!.ours.machine, base: commit, cases, uncompared }))
  } else {
    const round = (value: number): number => Number(value.toPrecision(4))
    console.table(
      cases.map((entry) => ({
        case: entry.case,
        unit: entry.unit,
        base: round(entry.base.median),
        ours: round(entry.ours.median),
        ratio: round(entry.ratio.median),
        range: `${round(entry.ratio.min)}–${round(entry.ratio.max)}`,
        result: describeRatio(entry),
      })),
    )
    if (uncompared.length > 0) console.log(`Not measured on both sides: ${uncompared.join(', ')}`)
  }
} finally {
  git('worktree', 'remove', '--force', baseFolder)
  rmSync(parent, { recursive: true, force: true })
}
