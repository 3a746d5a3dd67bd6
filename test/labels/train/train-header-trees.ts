/**
 * Trains the choice of the header on labeled files: `npx tsx --conditions aw-source test/labels/train/train-header-trees.ts
 * FOLDER [--validate]`. FOLDER contains a folder per set with its files (`test/labels/fetch-files.mjs`; the first set is in
 * `../shared/messy/real.tar.xz` and goes to `real`). Writes `packages/agents/loading/structure/header-trees.json`; with
 * `--validate`, it prints how many headers are right in each set by trees of the other sets, without files of the same
 * packages, and writes nothing.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { boostTrees, findBest, type BoostOptions } from './boost-trees.ts'
import { readExamples, readLayoutExamples, type Example } from './read-examples.ts'
import type { ScoreTree } from '../../../packages/agents/loading/structure/score-by-trees.ts'

const options: BoostOptions = { rounds: 100, depth: 3, learningRate: 0.15, seed: 1 }
const target = join(import.meta.dirname, '../../../packages/agents/loading/structure/header-trees.json')
const positionShape = z.strictObject({ headerLines: z.array(z.int()), firstRecordLine: z.int() })

const [folder, flag] = process.argv.slice(2)
if (folder === undefined) throw new Error('Pass the folder of the labeled files.')
const positionsText = readFileSync(join(import.meta.dirname, 'first-positions.json'), 'utf8')
const positions = z.record(z.string(), positionShape).parse(JSON.parse(positionsText))
const examples = readExamples(folder, positions)
const layouts = readLayoutExamples()
console.log(`${examples.length} files, ${layouts.length} layouts`)
if (flag === '--validate') validate()
else writeFileSync(target, formatTrees(boostTrees([...examples, ...layouts], options)))

function validate(): void {
  const totals = { files: 0, rules: 0, trees: 0 }
  for (const set of new Set(examples.map((example) => example.set))) {
    const tested = examples.filter((example) => example.set === set)
    const sources = new Set(tested.map(({ source }) => source))
    const others = examples.filter((example) => example.set !== set && !sources.has(example.source))
    const trees = boostTrees([...others, ...layouts], options)
    const countRight = (choose: (example: Example) => number): number =>
      tested.filter((example) => example.right[choose(example)] === true).length
    const counts = {
      files: tested.length,
      rules: countRight(({ proposed }) => proposed),
      trees: countRight(({ features }) => findBest(trees, features)),
    }
    console.log(set, counts)
    totals.files += counts.files
    totals.rules += counts.rules
    totals.trees += counts.trees
  }
  console.log('all', totals)
}

function formatTrees(trees: readonly ScoreTree[]): string {
  const round = (value: number, digits: number): number => Number(value.toFixed(digits))
  const rows = trees.map(([nodes, thresholds, leaves]) =>
    JSON.stringify([nodes, thresholds.map((value) => round(value, 4)), leaves.map((value) => round(value, 3))]),
  )
  return `[\n${rows.map((row) => `  ${row}`).join(',\n')}\n]\n`
}
