import { parseJson } from '../wire/parse-json.ts'
import { readWorkflow } from './read-workflow.ts'
import type { Workflow } from './workflow.ts'
import { z } from '../wire/zod.ts'

/** A version in a workflow file. `at` in ms since the Unix epoch. @internal */
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
 * Reads the versions in the `exported` property of a workflow file. They identify the version that another copy of the
 * document is based on. Invalid ones are omitted. `readWorkflow` reads the workflow itself.
 *
 * @internal
 */
export function readExportedVersions(source: unknown): ExportedVersion[] {
  const parsed = exportedSchema.safeParse(typeof source === 'string' ? parseJson(source).json : source)
  if (!parsed.success) return []
  return parsed.data.exported.versions.flatMap(({ name, at, workflow: value }) => {
    const { workflow } = readWorkflow(value)
    return workflow ? [{ ...(name === undefined ? {} : { name }), at, workflow }] : []
  })
}

/** Returns a workflow with some of its versions, for a file. @internal */
export const withExportedVersions = (workflow: Workflow, versions: readonly ExportedVersion[]): object =>
  versions.length > 0 ? { ...workflow, exported: { versions } } : workflow
