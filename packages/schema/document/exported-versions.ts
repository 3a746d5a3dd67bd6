import { defined } from '../wire/defined.ts'
import { parseJson } from '../wire/parse-json.ts'
import { getValue } from '../wire/result.ts'
import { readWorkflow } from './read-workflow.ts'
import type { Workflow } from './workflow.ts'
import { z } from '../wire/zod.ts'

/** A version stored in a workflow file. `at` is in ms since the Unix epoch. @internal */
export interface ExportedVersion {
  name?: string
  at: number
  workflow: Workflow
}

const exportedSchema = z.object({
  exported: z.object({
    versions: z.array(z.object({ name: z.string().optional(), at: z.number(), workflow: z.unknown() })),
  }),
})

/**
 * Reads the versions in the `exported` property of a workflow file. They are used to find the version that another copy
 * of the document is based on. Invalid versions are omitted. The workflow itself is read by `readWorkflow`.
 *
 * @internal
 */
export function readExportedVersions(source: unknown): ExportedVersion[] {
  const parsed = exportedSchema.safeParse(typeof source === 'string' ? getValue(parseJson(source)) : source)
  if (!parsed.success) return []
  return parsed.data.exported.versions.flatMap(({ name, at, workflow: value }) => {
    const { workflow } = readWorkflow(value)
    return workflow ? [defined({ name, at, workflow })] : []
  })
}

/** Adds versions to a workflow for saving it as a file. @internal */
export const withExportedVersions = (workflow: Workflow, versions: readonly ExportedVersion[]): object =>
  versions.length > 0 ? { ...workflow, exported: { versions } } : workflow
