import { findFixes } from '@aw-flow/nodes'
import { applyEdit } from '@aw-flow/schema'
import { hasErrors } from '@aw-flow/schema/internal'
import { probeNode } from '../../../packages/nodes/fixes/probe-node.ts'
import {
  heldOutErrors,
  knownErrors,
  laterErrors,
  type PlantedError,
} from '../../../packages/nodes/fixes/test-planted-errors.ts'
import {
  createPlantedErrorHarness,
  type PlantedErrorHarness,
} from '../../../packages/nodes/fixes/test-planted-ports.ts'
import { benchCase, type BenchCase } from '../bench-case.ts'
import { summarize } from '../measure.ts'
import type { Progress } from '../progress.ts'

/**
 * Measures the edits suggested for planted errors: ten that were used to develop the rules, ten that were held back,
 * and others that were written after the rules. Running the workflow with the first suggested edit must no longer
 * report the problem.
 */
export async function benchPlantedErrors(reportProgress: ReturnType<Progress>): Promise<BenchCase[]> {
  const sets = { 'ten known': knownErrors, 'ten held back': heldOutErrors, 'written after the rules': laterErrors }
  const planted = createPlantedErrorHarness()
  await planted.open()
  const result: BenchCase[] = []
  try {
    for (const [set, errors] of Object.entries(sets)) {
      const remaining: string[] = []
      const times: number[] = []
      for (const [index, error] of errors.entries()) {
        reportProgress(`planted errors, ${set}`, index)
        const { isRemoved, ms } = await fix(error, planted)
        times.push(ms)
        if (!isRemoved) remaining.push(error.name)
      }
      result.push(
        benchCase({
          case: `planted errors, ${set}, not removed`,
          unit: '% of errors',
          measured: { ours: summarize([(100 * remaining.length) / errors.length]) },
          goal: 0,
          note: [
            `${errors.length - remaining.length} of ${errors.length} removed, each after ${Math.round(summarize(times).median)} ms (median)`,
            ...remaining,
          ].join('; '),
        }),
      )
    }
  } finally {
    await planted.close()
  }
  return result
}

async function fix(
  { workflow, node, code, otherWorkflows }: PlantedError,
  { createDependencies }: PlantedErrorHarness,
): Promise<{ isRemoved: boolean; ms: number }> {
  const before = await probeNode(workflow, node, createDependencies(otherWorkflows))
  const problem = [...before.staticProblems, ...before.runProblems].find((candidate) => candidate.code === code)
  if (!problem) throw new Error(`The planted error ${code} does not occur.`)
  const start = performance.now()
  const [offered] = await findFixes(
    { workflow, problem, workflowNames: Object.keys(otherWorkflows ?? {}) },
    createDependencies(otherWorkflows),
  )
  const ms = performance.now() - start
  if (!offered?.verified) return { isRemoved: false, ms }
  const fixed = applyEdit(workflow, offered.edit)
  const after = await probeNode(fixed.workflow, node, createDependencies(otherWorkflows))
  const isRestored = JSON.stringify(applyEdit(fixed.workflow, fixed.inverse).workflow) === JSON.stringify(workflow)
  const isRemoved = after.outcome === 'completed' && !hasErrors([...after.staticProblems, ...after.runProblems])
  return { isRemoved: isRemoved && isRestored, ms }
}
