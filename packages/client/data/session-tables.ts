import type { Engine } from '../engine/engine.ts'
import type { SessionTables } from '../session.ts'
import { tableRequests } from '../engine/table-requests.ts'

/** Creates a session's table functions. Each function sends one request to the engine. @internal */
export const createSessionTables = (engine: Engine): Required<SessionTables> =>
  Object.fromEntries(
    Object.entries(tableRequests).map(([name, request]) => [
      name,
      (input: never, options: object | undefined) => engine.ask(request(input), options),
    ]),
  ) as unknown as Required<SessionTables>
