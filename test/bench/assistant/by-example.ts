import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import { evaluateExpression, findQuestions, learnPrograms, type Example, type Program } from '@aw-flow/agents'
import { benchCase, type BenchCase } from '../bench-case.ts'
import { summarize } from '../measure.ts'
import type { Progress } from '../progress.ts'

const publicTasks = resolve(import.meta.dirname, '../../../../shared/by-example/tasks.jsonl')
/** The number of examples that a program is learned from. */
const maxGiven = 3
const timedRuns = 3

type Scalar = string | number | boolean

/** A task with inputs and their outputs. The first `maxGiven` of them are given as examples. */
interface Task {
  readonly id: string
  readonly examples: readonly { readonly in: readonly Scalar[]; readonly out: Scalar }[]
}

interface Outcome {
  readonly id: string
  /** Whether the most likely program, learned only from the given examples, produces the outputs of all examples. */
  readonly isRight: boolean
  /** The same, but with the inputs of all examples known while learning, as in a table. */
  readonly isRightWithInputs: boolean
  /** Whether the program produces wrong outputs in the table, none of which the user is asked about. */
  readonly isSilentlyWrong: boolean
  /** Processor time, which does not depend on how busy the machine is. */
  readonly ms: number
}

/**
 * Measures programming by example on string tasks with three given examples each: on the half that the ranking was
 * tuned on, on the untouched half and, with `--tasks FILE`, on another set. A score is the percentage of tasks for
 * which the most likely program produces a wrong output, so lower is better.
 */
export function benchByExample(reportProgress: ReturnType<Progress>): BenchCase[] {
  const sets: [name: string, tasks: readonly Task[]][] = []
  if (existsSync(publicTasks)) {
    const tasks = readTasks(publicTasks)
    sets.push(['tune half', tasks.filter(isTuneTask)])
    sets.push(['untouched half', tasks.filter((task) => !isTuneTask(task))])
    sets.push(['all tasks', tasks])
  }
  const otherFile = process.env.AW_TASKS
  if (otherFile) sets.push([basename(otherFile), readTasks(otherFile)])
  if (sets.length === 0)
    throw new Error('No tasks. Put shared/by-example/tasks.jsonl next to the project, or pass --tasks FILE.')
  // Warm up the code that all tasks share.
  learnPrograms([{ row: ['a b'], output: 'b' }])
  const outcomes = new Map<string, Outcome>()
  return sets.flatMap(([name, tasks]) => {
    const results = tasks.map((task, index) => {
      reportProgress(`by example, ${name}`, index)
      const key = JSON.stringify(task)
      const outcome = outcomes.get(key) ?? runTask(task)
      outcomes.set(key, outcome)
      return outcome
    })
    return toCases(name, results)
  })
}

const readTasks = (file: string): Task[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as Task)

/**
 * Returns whether a task belongs to the half that the ranking was tuned on. The tasks are split by a hash of their ids.
 */
const isTuneTask = ({ id }: Task): boolean => createHash('sha256').update(id).digest()[0]! % 2 === 0

function runTask({ id, examples: pairs }: Task): Outcome {
  const examples = pairs.map(({ in: cells, out }): Example => ({ row: cells.map(String), output: String(out) }))
  const given = examples.slice(0, maxGiven)
  const programs = learnPrograms(given)
  const times = Array.from({ length: timedRuns }, () => {
    const start = process.cpuUsage()
    learnPrograms(given)
    const { user, system } = process.cpuUsage(start)
    return (user + system) / 1000
  })
  const rows = examples.map(({ row }) => row)
  const programsInTable = learnPrograms(given, { rows })
  const wrong = rows.flatMap((row, index) => (produces(programsInTable[0], examples[index]!) ? [] : [index]))
  const asked = new Set(findQuestions(programsInTable, rows).map(({ row }) => row))
  return {
    id,
    isRight: examples.every((example) => produces(programs[0], example)),
    isRightWithInputs: wrong.length === 0,
    isSilentlyWrong: programsInTable.length > 0 && wrong.length > 0 && !wrong.some((index) => asked.has(index)),
    ms: summarize(times).median,
  }
}

const produces = (program: Program | undefined, { row, output }: Example): boolean =>
  program !== undefined && evaluateExpression(program.expression, row) === output

function toCases(set: string, outcomes: readonly Outcome[]): BenchCase[] {
  const percent = (test: (outcome: Outcome) => boolean) =>
    summarize([(100 * outcomes.filter(test).length) / outcomes.length])
  const list = (test: (outcome: Outcome) => boolean): string =>
    outcomes
      .filter(test)
      .map(({ id }) => id)
      .join(', ')
  const right = outcomes.filter(({ isRight }) => isRight).length
  const slowest = Math.max(...outcomes.map(({ ms }) => ms))
  return [
    benchCase({
      case: `by example, ${set}`,
      unit: '% wrong',
      measured: { ours: percent(({ isRight }) => !isRight) },
      goal: 30,
      floor: 45,
      note: `${right} of ${outcomes.length} tasks right from ${maxGiven} examples; wrong: ${list(({ isRight }) => !isRight)}`,
    }),
    benchCase({
      case: `by example, ${set}, inputs of all rows known`,
      unit: '% wrong',
      measured: { ours: percent(({ isRightWithInputs }) => !isRightWithInputs) },
      goal: 30,
      floor: 45,
    }),
    benchCase({
      case: `by example, ${set}, wrong without a question`,
      unit: '% of tasks',
      measured: { ours: percent(({ isSilentlyWrong }) => isSilentlyWrong) },
      note: list(({ isSilentlyWrong }) => isSilentlyWrong),
    }),
    benchCase({
      case: `by example, ${set}, slowest task`,
      unit: 'ms of processor time',
      measured: { ours: summarize([slowest]) },
      floor: 1000,
      note: `median ${Math.round(summarize(outcomes.map(({ ms }) => ms)).median)} ms`,
    }),
  ]
}
