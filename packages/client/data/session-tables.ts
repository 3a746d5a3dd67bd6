import type { Engine } from '../engine/engine.ts'
import type { TableRequestTypes } from '../engine/table-request-schemas.ts'
import type { SessionTables } from '../session.ts'

/** The names of all table requests. Their schemas are loaded later. */
const tableRequestNames: Readonly<Record<keyof TableRequestTypes, true>> = {
  page: true,
  derive: true,
  previewExamples: true,
  askData: true,
  writeText: true,
  previewStatement: true,
  profile: true,
  check: true,
  proposeRows: true,
  compareProfiles: true,
  proposeSchema: true,
  validate: true,
  proposePlan: true,
  previewPlan: true,
  traceCell: true,
  changedCells: true,
  write: true,
}

/** Creates a session's table functions. Each function sends one request to the engine. @internal */
export const createSessionTables = (engine: Pick<Engine, 'ask'>): Required<SessionTables> =>
  Object.fromEntries(
    Object.keys(tableRequestNames).map((name) => [
      name,
      (input: never, options: object | undefined) =>
        engine.ask({ name: name as keyof TableRequestTypes, input }, options),
    ]),
  ) as unknown as Required<SessionTables>
